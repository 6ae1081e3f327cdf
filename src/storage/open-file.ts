import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Not blocking: the opening of a named pipe would wait for a writer. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Nothing, a symbolic link, a socket. */
const NO_FILE = new Set<unknown>(['ENOENT', 'ELOOP', 'ENXIO']);

/**
 * Opens a file to read it; undefined if there is none, or a symbolic link or a folder has its name. Whoever opens it
 * closes it.
 */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    if (NO_FILE.has(error.code)) return undefined;
    throw error;
  });
  if (!file || (await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

/** Reads an opened file to its end. */
export async function readAndClose(file: FileHandle | undefined): Promise<Buffer | undefined> {
  try {
    return await file?.readFile();
  } finally {
    await file?.close();
  }
}
