import { bodyTooLarge, malformedJson } from '../../common/errors/problems.js';
import { JsonError } from '../../json/json-error.js';
import { type FoundValue, JsonReader } from '../../json/json-reader.js';
import { MAX_ROW, MAX_ROW_BYTES, type Row } from './row.js';

/** The elements of a JSON array, some at a time, however long it is. What isn't one is refused as a whole. */
export async function* arrayRows(body: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  let line = 0;
  let behind = 0;
  const onValue = ({ key, value }: FoundValue): void => {
    if (typeof key !== 'number') throw malformedJson('The body is not an array of rows.');
    rows.push({ line: ++line, value });
  };
  const reader = new JsonReader({ paths: ['$.*'], onValue });
  for await (const piece of body) {
    attempt(() => reader.write(piece));
    if (rows.length > 0) behind = reader.bytes;
    else if (reader.bytes - behind > MAX_ROW_BYTES + piece.length) throw bodyTooLarge(`${MAX_ROW} a row`);
    yield rows;
    rows = [];
  }
  attempt(() => reader.end());
  if (!reader.isArray) throw malformedJson('The body is not an array of rows.');
}

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof JsonError) throw malformedJson(`The body is not JSON: ${error.message}.`);
    throw error;
  }
}
