import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Account } from './account.js';
import { type Binaries, findBinaries } from './binaries.js';
import { chooseAccount } from './choose-account.js';
import { ServerLog } from './server-log.js';
import { type EmbeddedConnection, embeddedConnection } from './socket.js';

/** Where and how the server of one data folder lives. */
export interface Home {
  folder: string;
  account: Account;
  binaries: Binaries;
  connection: EmbeddedConnection;
  log: ServerLog;
}

export async function findHome(path: string): Promise<Home> {
  const folder = resolve(path);
  const binaries = await findBinaries();
  await mkdir(dirname(folder), { recursive: true });
  const account = await chooseAccount(folder, binaries.postgres);
  return {
    folder,
    account,
    binaries,
    connection: embeddedConnection(folder),
    log: new ServerLog(`${folder}.log`),
  };
}
