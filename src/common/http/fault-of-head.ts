import type { IncomingMessage } from 'node:http';
import type { Problem } from '../errors/problem.js';
import { expectationFailed, malformedRequest, tooManyHeaders } from '../errors/problems.js';

/** Headers that a request may have. Browsers and proxies send some twenty. */
const MAX_FIELDS = 256;

/**
 * Headers that may come once: node joins their values, or takes the first one, and a proxy may have gone by the other.
 * The values of other headers are lists (RFC 9110, 5.3).
 */
const SINGLE = new Set([
  'authorization',
  'content-type',
  'host',
  'idempotency-key',
  'origin',
  'sec-fetch-site',
  'x-api-key',
]);

const CONTINUE = /^100-continue$/i;

/** What is wrong with the head of a request, whatever it asks for. */
export function faultOfHead({ headers, rawHeaders, httpVersion }: IncomingMessage): Problem | undefined {
  const count = rawHeaders.length / 2;
  if (count > MAX_FIELDS) return tooManyHeaders(MAX_FIELDS);
  if (httpVersion === '1.1') {
    if (headers.host === undefined) return malformedRequest('The Host header is missing.');
    if (headers.expect !== undefined && !CONTINUE.test(headers.expect)) return expectationFailed();
  }
  // The names are compared only where some header came again: this is asked of every request.
  const repeated = count > Object.keys(headers).length ? repeatedOf(rawHeaders) : undefined;
  return repeated === undefined ? undefined : malformedRequest(`The header ${repeated} came more than once.`);
}

/** The name of a header that came again, and must not. */
function repeatedOf(rawHeaders: string[]): string | undefined {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  const seen = new Set<string>();
  return names.find((name) => {
    const lower = name.toLowerCase();
    const isAgain = seen.has(lower);
    seen.add(lower);
    return isAgain && SINGLE.has(lower);
  });
}
