import { isUtf8 } from 'node:buffer';
import { MAX_ROW_BYTES, type Row } from './row.js';

const NEWLINE = 0x0a;
/** Bytes of a bad line that are kept. */
const HEAD = 40;
const BLANK = /^[ \t\r]*$/;

/**
 * The rows of newline-delimited JSON, some at a time. A line that isn't JSON spoils no other; one that is too
 * long is passed over without being held in memory. Blank lines are none.
 */
export async function* ndjsonRows(
  body: AsyncIterable<Buffer>,
  maxBytes = MAX_ROW_BYTES,
): AsyncGenerator<Row[]> {
  let line = 0;
  let started: Buffer[] = [];
  let length = 0;
  for await (const piece of body) {
    const rows: Row[] = [];
    /** Where the first line from there begins that is not blank. Of blank ones a small body can have millions. */
    const skipBlankLines = (from: number): number => {
      let start = from;
      for (let at = from; isBlank(piece[at]); at++) {
        if (piece[at] !== NEWLINE) continue;
        line++;
        start = at + 1;
      }
      return start;
    };
    let start = length === 0 ? skipBlankLines(0) : 0;
    for (let end = piece.indexOf(NEWLINE, start); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      line++;
      length += end - start;
      const row =
        length > maxBytes
          ? tooLong(line, maxBytes, started[0])
          : rowOf(line, [...started, piece.subarray(start, end)]);
      if (row) rows.push(row);
      [started, length] = [[], 0];
      start = skipBlankLines(end + 1);
    }
    length += piece.length - start;
    // Its head tells what it was.
    if (length > maxBytes) started = started.slice(0, 1);
    else if (start < piece.length) started.push(piece.subarray(start));
    yield rows;
  }
  if (length === 0) return;
  const last = length > maxBytes ? tooLong(line + 1, maxBytes, started[0]) : rowOf(line + 1, started);
  if (last) yield [last];
}

/** What JSON has between its signs. */
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

const unread = (line: number, fault: string, bytes?: Buffer): Row => ({
  line,
  value: undefined,
  fault,
  head: bytes?.toString('latin1', 0, HEAD),
});

const tooLong = (line: number, maxBytes: number, bytes?: Buffer): Row =>
  unread(line, `is longer than ${maxBytes / 1024 / 1024} MiB`, bytes);

function rowOf(line: number, pieces: Buffer[]): Row | undefined {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (!isUtf8(bytes)) return unread(line, 'is not UTF-8', bytes);
  // What Windows puts before a text is none of it.
  const text = line === 1 ? bytes.toString().replace(/^\uFEFF/, '') : bytes.toString();
  if (BLANK.test(text)) return undefined;
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch (error) {
    return unread(line, `is not JSON: ${(error as Error).message}`, bytes);
  }
}
