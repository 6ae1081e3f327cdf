import type { Row } from '../../ingest/body/row.js';
import type { FoundValue, JsonReader } from '../../json/json-reader.js';

/** Hands over, piece by piece, the rows that reading a text has filled in. Throws JsonError where it isn't whole. */
export async function* rowsRead(
  reader: JsonReader,
  rows: Row[],
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Row[]> {
  for await (const piece of pieces) {
    reader.write(piece);
    yield rows.splice(0);
  }
  reader.end();
  yield rows.splice(0);
}

/** What was handed over need not stay in the value that it is part of. */
export function forget({ parent, key }: FoundValue): void {
  if (Array.isArray(parent)) parent.length = 0;
  else delete (parent as Record<string, unknown>)[key as string];
}
