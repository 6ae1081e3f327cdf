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
export const requestId = (request: IncomingMessage): string =>
  (request.id ??= given(request) ?? randomUUID());

function given({ headers }: IncomingMessage): string | undefined {
  const id = headers['x-request-id'] as string | undefined;
  return id !== undefined && SENSIBLE.test(id) ? id : undefined;
}
