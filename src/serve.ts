import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { embeddedFolder } from '../ormconfig.js';
import { createApp } from './app.setup.js';
import { banner } from './banner.js';
import { ServiceLogger } from './common/service-logger.js';
import { type Environment, readEnvironment } from './config/environment.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { DemoLoader } from './demo/demo.loader.js';
import { IdentityFolders } from './identity/folder/identity-folders.js';
import { onEnd } from './on-end.js';

/** Runs the service until it is told to end. */
export async function serve({ demo }: { demo: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const logger = new ServiceLogger(environment);
  Logger.overrideLogger(logger);
  const database = environment.DATABASE_URL
    ? undefined
    : await EmbeddedPostgres.start(embeddedFolder(environment));
  let app: NestExpressApplication | undefined;
  onEnd(async () => {
    await app?.close();
    await database?.stop();
  });
  try {
    app = await createApp(environment, { logger });
    await load(app, demo);
    await listen(app, environment);
    sweep(app);
    await banner(environment, await app.getUrl());
  } catch (error) {
    await database?.stop();
    throw error;
  }
}

/** Everything that must be there before the first answer. */
async function load(app: NestExpressApplication, demo: boolean): Promise<void> {
  await app.get(IdentityFolders).requireWritable();
  if (demo && !(await app.get(DemoLoader).load())) {
    new Logger('Demo').log('The demo was loaded before, or the catalogue is not empty: nothing is changed.');
  }
}

/** What a crash left undone is mended while requests are answered. */
function sweep(app: NestExpressApplication): void {
  const logger = new Logger('Folders');
  app
    .get(IdentityFolders)
    .settleAll()
    .catch((error: Error) => logger.error(`The folders could not be looked through: ${error.message}`));
}

async function listen(app: NestExpressApplication, { PORT, HOST }: Environment): Promise<void> {
  await app.listen(PORT, HOST).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? new Error(`Port ${PORT} of ${HOST} is taken: set PORT to another one.`)
      : error;
  });
}
