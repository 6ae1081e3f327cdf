import type { ImageLines } from './image-lines.js';
import type { LineCounts } from './line-counts.js';
import { lineOf } from './line-of.js';
import { IDENTITIES } from './lines/identities.js';
import { filePieces } from './pieces.js';
import type { Snapshot } from './snapshot.js';

/** Of the format. */
const VERSION = 1;

/**
 * The whole archive as lines of JSON: what it is, the identities, the files with what was found in them, the
 * images where they are wanted, and last how many lines of each there were, without which it is incomplete.
 */
export async function* archiveLines(
  snapshot: Snapshot,
  counts: LineCounts,
  images?: ImageLines,
): AsyncGenerator<Buffer> {
  yield lineOf({ type: 'export', version: VERSION, exported_at: snapshot.takenAt });
  for await (const piece of contents(snapshot, images)) {
    counts.take(piece);
    yield piece;
  }
  yield lineOf({ type: 'end', ...counts.totals });
}

async function* contents(snapshot: Snapshot, images?: ImageLines): AsyncGenerator<Buffer> {
  yield* snapshot.copy(IDENTITIES);
  for await (const select of filePieces(snapshot)) yield* snapshot.copy(select);
  if (images) yield* images.of(snapshot);
}
