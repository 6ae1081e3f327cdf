import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './folders.js';

/** One name for all processes: what a killed one leaves is removed by the next try. */
const PROBE = '.writable';

/** Makes a folder where it is missing. Throws the system's error where it can't be written to. */
export async function requireWritable(folder: string): Promise<void> {
  const probe = join(folder, PROBE);
  await mkdir(probe).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return makeFolder(probe);
    if (error.code !== 'EEXIST') throw error;
  });
  // Another process that tries at the same time may have removed it.
  await rmdir(probe).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
