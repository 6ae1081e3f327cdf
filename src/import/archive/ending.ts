import { open } from 'node:fs/promises';
import { UnreadFile } from '../unread.js';

/** Bytes at the end of a file in which its last line must lie. */
const ENDING = 64 * 1024;
/** How the last line begins, whoever wrote the blanks. */
const LAST_LINE = /^\s*\{\s*"type"\s*:\s*"end"/;

/** Throws where an export lacks its last line: it was cut off, and would come in as if that were all. */
export async function requireEnding(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - ENDING);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ENDING), 0, ENDING, start);
    const last = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').at(-1) ?? '';
    if (!LAST_LINE.test(last)) {
      throw new UnreadFile(`at byte ${size}: expected the line {"type":"end",…}, found the end of the file`);
    }
  } finally {
    await file.close();
  }
}
