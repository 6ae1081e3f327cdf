import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';

/** What has this name, a link itself rather than what it leads to; undefined if nothing has. */
export async function lookAt(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** What something is, in words. */
export function kindOf(found: Pick<Stats, 'isDirectory' | 'isFile' | 'isSymbolicLink'>): string {
  if (found.isSymbolicLink()) return 'a symbolic link, which is not followed';
  if (found.isDirectory()) return 'a folder';
  return found.isFile() ? 'a file' : 'neither a file nor a folder';
}
