import { HttpException, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from './problem.js';
import {
  databaseUnavailable,
  internalError,
  invalidRequest,
  malformedUrl,
  routeNotFound,
} from './problems.js';

/** Ends of a connection as PostgreSQL (class 08, 57P0x, 53300) and the operating system name them. */
const AWAY = /^(08\w{3}|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** What pg says without a code when a connection is gone or none comes free. */
const AWAY_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|connection error|not queryable/i;
/** Values that PostgreSQL can't take (class 22): the last line behind validation. */
const BAD_VALUE = /^22\w{3}$/;

const codeOf = (error: object): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

function isDatabaseAway(error: Error): boolean {
  const fromDatabase = 'query' in error || 'syscall' in error || AWAY_MESSAGE.test(error.message);
  return AWAY_MESSAGE.test(error.message) || (fromDatabase && AWAY.test(codeOf(error)));
}

/** What a client is told of an error: nothing that isn't public. */
export function toProblem(error: unknown, request: Request): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof URIError) return malformedUrl();
  if (error instanceof NotFoundException)
    return routeNotFound(request.method, request.originalUrl.split('?', 1)[0]!);
  if (!(error instanceof Error)) return internalError();
  if (isDatabaseAway(error)) return databaseUnavailable();
  if (BAD_VALUE.test(codeOf(error)))
    return invalidRequest([{ pointer: '#', detail: 'holds a value out of range' }]);
  if (error instanceof HttpException && error.getStatus() === 400) return malformedUrl();
  return internalError();
}
