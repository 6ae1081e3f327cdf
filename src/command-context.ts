import { type INestApplicationContext, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { CommandLogger } from './common/command-logger.js';
import type { Environment } from './config/environment.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { embeddedFolder } from './database/embedded/socket.js';

/** Does something with the service's modules, but without serving; beside a service that runs, or on its own. */
export async function inContext<Result>(
  environment: Environment,
  work: (context: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const logger = new CommandLogger(environment);
  Logger.overrideLogger(logger);
  const database = environment.DATABASE_URL
    ? undefined
    : await EmbeddedPostgres.start(embeddedFolder(environment));
  try {
    const module = AppModule.forRoot(environment);
    const context = await NestFactory.createApplicationContext(module, { abortOnError: false, logger });
    return await work(context).finally(() => context.close());
  } finally {
    await database?.stop();
  }
}
