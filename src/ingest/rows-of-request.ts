import type { Request } from 'express';
import { createBrotliDecompress, createGunzip, createInflate, type Zlib } from 'node:zlib';
import type { Duplex } from 'node:stream';
import { liftBodyTime, limitBodyTime } from '../common/http/body-time.js';
import { cutOff } from '../common/http/cut-off.js';
import { Problem } from '../common/errors/problem.js';
import { malformedJson, unsupportedMediaType } from '../common/errors/problems.js';
import { timeLimits } from '../common/http/time-limits.js';
import { arrayRows } from './body/json-array.js';
import { ndjsonRows } from './body/ndjson.js';
import { patiently } from './body/patiently.js';
import type { Row } from './body/row.js';
import { Unpacked } from './body/unpacked.js';

export const NDJSON = 'application/x-ndjson';
const NDJSON_TYPES = [NDJSON, 'application/ndjson', 'application/jsonl'];

type Decoder = Duplex & Zlib;

/** How to undo each Content-Encoding. */
const DECODERS = new Map<string, () => Decoder>([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** Reads a body to its end for nothing but its hash. */
export async function passOver(request: Request): Promise<void> {
  for await (const _piece of bodyOf(request, decoderOf(request), new Unpacked())) continue;
}

/** The rows that a request sends, as a JSON array or as lines, in pieces as they come. */
export function rowsOfRequest(request: Request): AsyncGenerator<Row[]> {
  const unpacked = new Unpacked();
  const body = bodyOf(request, decoderOf(request), unpacked);
  if (request.is('application/json')) return unpacked.limited(arrayRows(body));
  if (request.is(NDJSON_TYPES)) return unpacked.limited(ndjsonRows(body));
  throw unsupportedMediaType(`application/json or ${NDJSON}`);
}

function decoderOf({ headers }: Request): (() => Decoder) | undefined {
  const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase();
  const decoder = DECODERS.get(encoding);
  if (encoding !== 'identity' && !decoder) {
    throw unsupportedMediaType('it is, or compressed with gzip, deflate or br');
  }
  return decoder;
}

/** What nobody wants to read any more is passed over, in the time that other bodies have: an answer is due. */
async function* bodyOf(
  request: Request,
  newDecoder: (() => Decoder) | undefined,
  unpacked: Unpacked,
): AsyncGenerator<Buffer> {
  liftBodyTime(request);
  const decoder = newDecoder?.();
  const body = decoder ? decoded(request, decoder) : request;
  unpacked.decoder = decoder;
  try {
    const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const piece of patiently(pieces, () => cutOff(request), timeLimits(request).idle)) {
      unpacked.addBytes(piece.length);
      request.change?.attempt?.bodyPiece(piece);
      yield piece;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw malformedJson(`The body could not be read to its end: ${(error as Error).message}.`);
  } finally {
    if (decoder) {
      // Destroyed while it is piped to, it would pause the request behind our back, and the connection with it.
      request.unpipe(decoder);
      decoder.destroy();
    }
    limitBodyTime(request, timeLimits(request).body);
    request.resume();
  }
}

function decoded(request: Request, decoder: Duplex): Duplex {
  request.on('error', (error) => decoder.destroy(error));
  const breakOff = (): void => {
    if (!request.readableEnded) decoder.destroy(new Error('it was broken off'));
  };
  request.on('close', breakOff);
  // The sender may have gone before anybody came to read.
  if (request.destroyed) breakOff();
  return request.pipe(decoder);
}
