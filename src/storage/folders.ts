import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { kindOf } from './look.js';
import { FOLDER_MODE, setPermissions } from './modes.js';

/**
 * Makes a folder where there is none. Throws ENOTDIR where something else has its place, a symbolic link to a folder
 * too: what is written there would end up elsewhere.
 */
export function requireFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) makeFolder(path);
  else if (!found.isDirectory()) throw notAFolder(path, kindOf(found));
}

export const notAFolder = (path: string, kind: string): Error =>
  Object.assign(new Error(`ENOTDIR: ${path} is ${kind}`), { code: 'ENOTDIR' });

/** Makes a folder and those above it as far as they are missing, with the mode of ours whatever the umask. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, FOLDER_MODE);
  } catch (error) {
    // Another process made it at the same time.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  setPermissions(path, statSync(path), FOLDER_MODE);
}
