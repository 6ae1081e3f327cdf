import { createReadStream } from 'node:fs';
import type { Row } from '../ingest/body/row.js';
import type { ImportOptions } from './options.js';

/** Bytes read at a time. */
const PIECE = 256 * 1024;

/** A file, piece by piece, until it ends or the user has had enough. */
export async function* readPieces(path: string, { signal, progress }: ImportOptions): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, {
    highWaterMark: PIECE,
    signal,
  }) as AsyncIterable<Buffer>) {
    progress.read(piece.length);
    yield piece;
  }
}

/** The same rows, counted on their way. */
export async function* counted(
  rows: AsyncIterable<Row[]>,
  { progress }: ImportOptions,
): AsyncGenerator<Row[]> {
  for await (const some of rows) {
    progress.rows(some.length);
    yield some;
  }
}
