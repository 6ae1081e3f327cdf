import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Ids that are taken over from a client or a proxy: what can stand in a log line or a column without being quoted. */
const SENSIBLE = /^[A-Za-z0-9._-]{1,128}$/;

declare module 'node:http' {
  interface IncomingMessage {
    /** See requestId(). */
    id?: string;
  }
}

/** The id of a request: the one that came in X-Request-Id where it is sensible, else made when it is first asked for. */
export const requestId = (request: IncomingMessage): string => (request.id ??= given(request) ?? made());

function given({ headers }: IncomingMessage): string | undefined {
  const id = headers['x-request-id'] as string | undefined;
  return id !== undefined && SENSIBLE.test(id) ? id : undefined;
}

/**
 * UUIDs of version 8 (RFC 9562): the head is random and this process's, the tail counts. They tell requests apart and
 * are no secret; 122 random bits for each would take 5 % of the time of a hot read.
 */
const HEAD = randomUUID().replace(/^(.{14}).(.{9}).*/, '$18$2');
const TAIL_DIGITS = 12;
let count = 0;
const made = (): string => HEAD + (++count).toString(16).padStart(TAIL_DIGITS, '0');
