import type { IncomingMessage } from 'node:http';
import type { Problem } from '../errors/problem.js';
import { expectationFailed, malformedRequest } from '../errors/problems.js';

const CONTINUE = /^100-continue$/i;

/** What is wrong with the head of a request, whatever it asks for. */
export function faultOfHead({ headers, httpVersion }: IncomingMessage): Problem | undefined {
  if (httpVersion !== '1.1') return undefined;
  if (headers.host === undefined) return malformedRequest('The Host header is missing.');
  if (headers.expect !== undefined && !CONTINUE.test(headers.expect)) return expectationFailed();
  return undefined;
}
