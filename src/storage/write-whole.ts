import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODE } from './modes.js';

export interface WriteOptions {
  /** Permissions, whatever the umask. */
  mode?: number;
  /** Whether it is forced to the disk, with its name: it outlives a power failure. */
  flush?: boolean;
  /** Whether a file that is there is replaced. If not, writing over one throws EEXIST. */
  replace?: boolean;
}

/** What a process that was killed while writing leaves beside its file: `{name}.{uuid}.tmp`. */
const DRAFT = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** The name of the file that a draft was to become; undefined if it is no draft. */
export const nameOfDraft = (name: string): string | undefined =>
  DRAFT.test(name) ? name.replace(DRAFT, '') : undefined;

/**
 * Writes a file whole or not at all: beside its place, then renamed. A reader sees the file before or the new one, and
 * a symbolic link at its place is replaced, never followed. Throws the system's error (ENOSPC, EROFS, …), and leaves
 * nothing behind then.
 */
export function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const { mode = FILE_MODE, flush = false, replace = true } = options;
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    fill(draft, content, mode, flush);
    if (replace) renameSync(draft, path);
    else linkSync(draft, path);
  } catch (error) {
    removeDraft(draft);
    throw naming(path, error as NodeJS.ErrnoException);
  }
  if (!replace) removeDraft(draft);
  if (flush) flushFolders(dirname(path));
}

/** `wx`: whatever has that name already, a link too, is not opened. node writes until all is written. */
function fill(draft: string, content: string | Uint8Array, mode: number, flush: boolean): void {
  const file = openSync(draft, 'wx', mode);
  try {
    fchmodSync(file, mode);
    writeFileSync(file, content);
    if (flush) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The error of a write doesn't say of which file. */
function naming(path: string, error: NodeJS.ErrnoException): Error {
  if (error.path === undefined) error.message += ` '${path}'`;
  return error;
}

/** The error that came before says more than one of the removal. */
function removeDraft(draft: string): void {
  try {
    unlinkSync(draft);
  } catch {
    // It was never made, or the disk is gone.
  }
}

/** The names in a folder and its own name, as the folder may be new. */
function flushFolders(folder: string): void {
  for (const path of [folder, dirname(folder)]) {
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } catch (error) {
      // Some file systems don't flush folders.
      if (!/^(EINVAL|EBADF|ENOTSUP)$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    } finally {
      closeSync(handle);
    }
  }
}
