import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../app.setup.js';
import { isDatabaseUnavailable } from '../common/errors/is-database-unavailable.js';
import type { ServiceLogger } from '../common/service-logger.js';
import type { Environment } from '../config/environment.js';

/** Milliseconds between two tries. */
const PAUSE = 500;

/** Makes the application as soon as the database is there: it may be away just when a worker is replaced. */
export async function createReplacement(
  environment: Environment,
  logger: ServiceLogger,
): Promise<NestExpressApplication> {
  for (;;) {
    try {
      return await createApp(environment, { logger });
    } catch (error) {
      const { cause } = error as Error;
      if (!(cause instanceof Error) || !isDatabaseUnavailable(cause)) throw error;
      await delay(PAUSE);
    }
  }
}
