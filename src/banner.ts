import { Logger } from '@nestjs/common';
import { join } from 'node:path';
import { readOrMakeApiKey } from './auth/api-key.file.js';
import type { Environment } from './config/environment.js';
import { version } from './version.js';

/** Says where the service is and how to call it. A key that came from the environment is not repeated. */
export async function banner(
  { MOMENTRY_API_KEY, DATA_DIR, LOG_FORMAT }: Environment,
  listening: string,
  metrics?: string,
): Promise<void> {
  const url = listening.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])/, '//localhost');
  // Who asks for lines that programs read gets one, and no key in it.
  if (LOG_FORMAT === 'json')
    return new Logger('Start').log(`Momentry Identity ${version} is ready at ${url}`);
  const key = MOMENTRY_API_KEY ? undefined : await readOrMakeApiKey(join(DATA_DIR, 'api-key'));
  process.stdout.write(`
Momentry Identity ${version} is ready.

  API         ${url}/api/v1
  API key     ${key ?? 'as MOMENTRY_API_KEY says'}
  Swagger UI  ${url}/docs${metrics ? `\n  Metrics     ${metrics}` : ''}

  curl -s "${url}/api/v1/identities?page_size=5" -H "X-API-Key: ${key ?? '$MOMENTRY_API_KEY'}"

`);
}
