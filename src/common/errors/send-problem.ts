import type { ServerResponse } from 'node:http';
import type { Problem } from './problem.js';

/** Seconds after which a client may try again what could not be done at the moment. */
const RETRY_AFTER = '2';

/** Sends a problem as problem details (RFC 9457). `instance`: the path that was asked for. */
export function sendProblem(response: ServerResponse, problem: Problem, instance: string): void {
  const { status, title, code, detail, extras } = problem;
  const body = { type: `/problems/${code}`, title, status, detail, instance };
  const text = JSON.stringify({ ...body, success: false, code, errors: [], ...extras });
  if (status === 401) response.setHeader('WWW-Authenticate', 'ApiKey realm="momentry"');
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER);
  response.writeHead(status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
