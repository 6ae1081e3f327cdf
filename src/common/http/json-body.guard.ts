import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { isUtf8 } from 'node:buffer';
import { Problem } from '../errors/problem.js';
import { bodyTooLarge, invalidRequest, malformedJson, unsupportedMediaType } from '../errors/problems.js';
import { faultsOfJson } from '../validation/json-faults.js';

const LIMIT_MIB = 1;
/** What a compressed body may be unpacked to: KiB, and times what was sent. JSON is seldom compressed to a twentieth. */
const UNPACKED = { kib: 64, times: 50 };

/** Bytes that have come of compressed bodies. */
const sent = new WeakMap<object, number>();

const parse = express.json({
  limit: LIMIT_MIB * 1024 * 1024,
  strict: false,
  type: () => true,
  verify: (request, _response, bytes) => {
    // Which Express would take for {}.
    if (bytes.length === 0) throw invalidRequest(faultsOfJson(undefined));
    if (isUnpackedTooFar(request, bytes))
      throw bodyTooLarge(`${UNPACKED.kib} KiB and ${UNPACKED.times} times what was sent when it is unpacked`);
    (request as Request).change?.attempt?.bodyPiece(bytes);
    if (!isUtf8(bytes)) throw malformedJson('The body is not UTF-8.');
  },
});

/** Reads the JSON body of a route that takes one: behind the other guards, so that a stranger's body is never read. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.is('application/json') === false) throw unsupportedMediaType('application/json');
    await readBody(request, http.getResponse<Response>());
    request.change?.attempt?.again();
    const faults = faultsOfJson(request.body);
    if (faults.length > 0) throw invalidRequest(faults);
    return true;
  }
}

async function readBody(request: Request, response: Response): Promise<void> {
  if (request.headers['content-encoding'] !== undefined)
    request.on('data', ({ length }: Buffer) => sent.set(request, (sent.get(request) ?? 0) + length));
  const error = await new Promise<unknown>((resolve) => parse(request, response, resolve));
  if (error instanceof Problem) throw error;
  if (error) throw toJsonProblem(error as Error & { type?: string });
}

/** A few hundred bytes can be unpacked to all that a body may have, which takes a hundred milliseconds to judge. */
function isUnpackedTooFar(request: object, { length }: Buffer): boolean {
  const came = sent.get(request);
  return came !== undefined && length > UNPACKED.kib * 1024 + UNPACKED.times * came;
}

function toJsonProblem(error: Error & { type?: string }): Problem {
  switch (error.type) {
    case 'entity.too.large':
      return bodyTooLarge(`${LIMIT_MIB} MiB`);
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return unsupportedMediaType('application/json in UTF-8, plain or compressed with gzip, deflate or br');
    default:
      return malformedJson(`The body could not be read as JSON: ${error.message}`);
  }
}
