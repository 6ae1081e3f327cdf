import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Not blocking: the opening of a named pipe would wait for a writer. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Nothing, a symbolic link, a socket. */
const NO_FILE = new Set<unknown>(['ENOENT', 'ELOOP', 'ENXIO']);

/** A file that can be read to its end, even if it is replaced. */
export interface OpenFile {
  file: FileHandle;
  found: Stats;
}

/**
 * Opens a file to read it; undefined if there is none, or a symbolic link or a folder has its name. The caller closes
 * it.
 */
export async function openFile(path: string): Promise<OpenFile | undefined> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    if (NO_FILE.has(error.code)) return undefined;
    throw error;
  });
  const found = await file?.stat();
  if (file && found!.isFile()) return { file, found: found! };
  await file?.close();
  return undefined;
}

/** Whether an opened file holds exactly this. */
export async function holds({ file, found }: OpenFile, text: string): Promise<boolean> {
  const expected = Buffer.from(text);
  if (found.size !== expected.length) return false;
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(found.size), 0, found.size, 0);
  return buffer.subarray(0, bytesRead).equals(expected);
}
