import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasKeyInQuery } from '../../auth/key-in-query.js';
import { requestId } from '../http/request-id.js';
import type { Problem } from './problem.js';
import { PROBLEM_TYPE, problemBody } from './problem-body.js';

/** Answers a request with a problem; what has been answered in part is broken off. */
export function sendProblem(
  problem: Problem,
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
): void {
  if (response.headersSent) return void response.destroy();
  const body = problemBody(problem, publicUrl(request.originalUrl ?? request.url!), requestId(request));
  if (problem.status === 401)
    response.setHeader('WWW-Authenticate', 'ApiKey realm="momentry", Bearer realm="momentry"');
  if (problem.retryAfter !== undefined) response.setHeader('Retry-After', String(problem.retryAfter));
  response
    .writeHead(problem.status, { 'Content-Type': PROBLEM_TYPE, 'Content-Length': Buffer.byteLength(body) })
    .end(body);
}

/** The path and query of a request, unless there may be a key in the query. */
const publicUrl = (url: string): string => (hasKeyInQuery(url) ? url.split('?', 1)[0]! : url);
