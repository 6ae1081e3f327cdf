import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../app.setup.js';
import { isDatabaseAway } from '../common/errors/is-database-away.js';
import type { Environment } from '../config/environment.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';

/** Milliseconds between two tries. */
const PAUSE = 500;

/** Makes the application as soon as the database is there: it may be away just when a worker is replaced. */
export async function createReplacement(environment: Environment): Promise<NestExpressApplication> {
  for (;;) {
    try {
      return await createApp(environment);
    } catch (error) {
      const { cause } = error as Error;
      if (!(cause instanceof Error) || !isDatabaseAway(cause)) throw error;
      await delay(PAUSE);
    }
  }
}

/** Writes the identity files that the worker before this one had still to write; all are compared. */
export async function makeUp(app: NestExpressApplication): Promise<void> {
  try {
    await app.get(IdentityFolders).settleAll();
  } catch (error) {
    new Logger('Workers').warn(`Identity files could not be compared: ${(error as Error).message}`);
    await delay(PAUSE);
    await makeUp(app);
  }
}
