import type { Request } from 'express';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Duplex } from 'node:stream';
import { malformedJson, unsupportedMediaType } from '../common/errors/problems.js';
import { arrayRows } from './body/json-array.js';
import { ndjsonRows } from './body/ndjson.js';
import type { Row } from './body/row.js';

export const NDJSON = 'application/x-ndjson';
const NDJSON_TYPES = [NDJSON, 'application/ndjson', 'application/jsonl'];

/** How to undo each Content-Encoding. */
const DECODERS: Record<string, () => Duplex> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Milliseconds without a byte after which a sender is given up. */
const PATIENCE = 60_000;

/** The rows that a request sends, as a JSON array or as lines, in pieces as they come. */
export function rowsOfRequest(request: Request): AsyncGenerator<Row[]> {
  const body = bodyOf(request);
  if (request.is('application/json')) return arrayRows(body);
  if (request.is(NDJSON_TYPES)) return ndjsonRows(body);
  throw unsupportedMediaType(`application/json or ${NDJSON}`);
}

async function* bodyOf(request: Request): AsyncGenerator<Buffer> {
  const decoder = decoderOf(request);
  request.setTimeout(PATIENCE, () => request.destroy());
  try {
    yield* (decoder ? request.pipe(decoder) : request) as AsyncIterable<Buffer>;
  } catch (error) {
    throw malformedJson(`The body could not be read to its end: ${(error as Error).message}.`);
  }
}

function decoderOf(request: Request): Duplex | undefined {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return undefined;
  const decoder = DECODERS[encoding]?.();
  if (!decoder) throw unsupportedMediaType('it is, or compressed with gzip, deflate or br');
  request.on('error', (error) => decoder.destroy(error));
  request.on('close', () => {
    if (!request.readableEnded) decoder.destroy(new Error('it was broken off'));
  });
  return decoder;
}
