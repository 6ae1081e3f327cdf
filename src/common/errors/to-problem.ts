import { HttpException, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { isNativeError } from 'node:util/types';
import { isDatabaseUnavailable } from './is-database-unavailable.js';
import { isOverload } from './is-overload.js';
import { isStorageFailure } from './is-storage-failure.js';
import { Problem } from './problem.js';
import {
  databaseUnavailable,
  internalError,
  invalidRequest,
  malformedUrl,
  overloaded,
  routeNotFound,
  storageUnavailable,
} from './problems.js';

/** What a client is told of an error: nothing that isn't public. */
export function toProblem(error: unknown, request: Request): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NotFoundException) return routeNotFound(request.method, pathOf(request));
  if (isUndecodable(error)) return malformedUrl();
  if (!isNativeError(error)) return internalError();
  if (isOverload(error)) return overloaded();
  if (isDatabaseUnavailable(error)) return databaseUnavailable();
  if (isStorageFailure(error)) return storageUnavailable();
  if (isBadValue(error)) return invalidRequest([{ pointer: '#', detail: 'holds a value out of range' }]);
  return internalError();
}

const pathOf = ({ originalUrl }: Request): string => originalUrl.split('?', 1)[0]!;

/** Percent-encoding that our query parser or Express's router could not decode. */
const isUndecodable = (error: unknown): boolean =>
  error instanceof URIError || (error instanceof HttpException && error.getStatus() === 400);

/** PostgreSQL's class 22, the last line behind validation: a value that no column can take. */
const isBadValue = (error: Error & { code?: unknown }): boolean => /^22\w{3}$/.test(String(error.code));
