import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { ServiceLogger } from './common/service-logger.js';
import { LOG_FORMATS } from './config/environment.js';

// Until the environment is read: that can fail too.
const LOG_FORMAT = LOG_FORMATS.find((format) => format === process.env.LOG_FORMAT);
Logger.overrideLogger(new ServiceLogger({ LOG_LEVEL: 'log', LOG_FORMAT }));

/**
 * Starts the service; `--demo` loads the demo into an empty catalogue first. What goes wrong on the way
 * (the environment, the database, the port) is told in one line and ends the process.
 */
try {
  const { readEnvironment } = await import('./config/environment.js');
  const { WORKERS } = readEnvironment(process.env);
  const { serve } = WORKERS > 1 ? await import('./workers/serve.js') : await import('./serve.js');
  await serve({ demo: process.argv.includes('--demo') });
} catch (error) {
  new Logger('Start').fatal((error as Error).message);
  process.exit(1);
}
