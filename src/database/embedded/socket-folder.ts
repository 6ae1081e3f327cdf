import { lchown, lstat, mkdir } from 'node:fs/promises';
import type { Account } from './account.js';

/**
 * Makes the folder of the socket where it isn't the data folder. Anybody may write where it lies, so one that
 * somebody else made or can look into is refused: a stranger's server could be waiting in it.
 */
export async function makeSocketFolder(path: string, { uid, gid }: Account): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  const ours = found.uid === uid || found.uid === process.getuid?.();
  if (!ours || !found.isDirectory() || (found.mode & 0o077) !== 0) {
    throw new Error(`${path} is not a private folder of the database's account: remove it and start again.`);
  }
  if (found.uid !== uid) await lchown(path, uid, gid);
}
