import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.setup.js';
import { banner } from './banner.js';
import { ServiceLogger } from './common/service-logger.js';
import { type Environment, readEnvironment } from './config/environment.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { embeddedFolder } from './database/embedded/socket.js';
import { DemoLoader } from './demo/demo.loader.js';
import { requireFreePorts } from './free-ports.js';
import { IdentityFolders } from './identity/folder/identity-folders.js';
import { sweepFolders } from './identity/folder/sweep-folders.js';
import { Metrics } from './metrics/metrics.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { endingPatience, onEnd } from './on-end.js';
import { portTaken } from './port-taken.js';
import { createReplacement } from './workers/replacement.js';
import { ownRole } from './workers/role.js';

/** Runs the service, or a worker of it, until it is told to end. */
export async function serve({ demo }: { demo: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const logger = new ServiceLogger(environment);
  Logger.overrideLogger(logger);
  const role = ownRole();
  if (!role) await requireFreePorts(environment);
  const database =
    environment.DATABASE_URL || role ? undefined : await EmbeddedPostgres.start(embeddedFolder(environment));
  let app: NestExpressApplication | undefined;
  onEnd(async () => {
    await app?.close();
    await database?.stop();
  }, endingPatience(environment));
  try {
    app =
      role === 'replacement'
        ? await createReplacement(environment, logger)
        : await createApp(environment, { logger });
    if (!role || role === 'first') await load(app, demo);
    await listen(app, environment);
    if (role !== 'another') void sweepFolders(app);
    if (!role) await banner(environment, await app.getUrl(), await serveOwnMetrics(app, environment));
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

async function listen(app: NestExpressApplication, { PORT, HOST }: Environment): Promise<void> {
  await app.listen(PORT, HOST).catch((error: NodeJS.ErrnoException) => {
    throw portTaken(error, 'PORT', PORT, HOST);
  });
}

const serveOwnMetrics = (
  app: NestExpressApplication,
  environment: Environment,
): Promise<string | undefined> => serveMetrics(environment, () => app.get(Metrics).text());
