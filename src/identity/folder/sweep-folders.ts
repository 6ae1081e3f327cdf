import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as delay } from 'node:timers/promises';
import { IdentityFolders } from './identity-folders.js';

/** Milliseconds between two tries. */
const PAUSE = 500;

/** Writes what a crash, or a worker that ended before this one, has left undone; all folders are looked at. */
export async function sweepFolders(app: NestExpressApplication): Promise<void> {
  try {
    await app.get(IdentityFolders).settleAll();
  } catch (error) {
    new Logger('Folders').warn(`Identity files could not be compared: ${(error as Error).message}`);
    await delay(PAUSE);
    await sweepFolders(app);
  }
}
