import { gunzipSync } from 'node:zlib';
import type { Exchange } from './exchange.js';
import type { SchemaObject } from './openapi.js';
import { checkOf } from './schemas.js';

export const NDJSON = 'application/x-ndjson';

/** What of a body of rows isn't as the document says: more of them are not in order than were refused. */
export function checkRows(exchange: Exchange, type: string, schema: SchemaObject): string[] {
  const check = checkOf('request', schema.items!);
  const faulty = rowsOf(exchange, type).filter((row) => row === undefined || check(row).length > 0);
  const { refused } = JSON.parse(exchange.answer.text) as { refused: number };
  return faulty.length > refused ? [`${faulty.length} rows are not documented, ${refused} were refused`] : [];
}

function rowsOf({ headers, body = '' }: Exchange, type: string): unknown[] {
  const isZipped = headers['content-encoding'] === 'gzip';
  const text = (isZipped ? gunzipSync(body) : Buffer.from(body)).toString();
  // A byte order mark before the first value is passed over.
  if (type !== NDJSON) return JSON.parse(text.replaceAll('\uFEFF', '')) as unknown[];
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parse);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
