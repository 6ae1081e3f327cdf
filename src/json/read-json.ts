import { JsonReader } from './json-reader.js';

/** Reads a JSON text as a whole. Throws JsonError where it is none. */
export async function readJson(pieces: AsyncIterable<Uint8Array>): Promise<unknown> {
  let value: unknown;
  const reader = new JsonReader({ paths: ['$'], onValue: (found) => void (value = found.value) });
  for await (const piece of pieces) reader.write(piece);
  reader.end();
  return value;
}
