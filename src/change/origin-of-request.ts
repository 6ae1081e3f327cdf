import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Origin } from './change-context.js';

/** What a request's id may look like, for us to take it over. */
const REQUEST_ID = /^[\w.:+/=@-]{1,128}$/;

/** Who asks, and by which request. */
export function originOf({ headers }: IncomingMessage): Origin {
  const given = headers['x-request-id'];
  const isSensible = typeof given === 'string' && REQUEST_ID.test(given);
  return { api_key: 'default', request_id: isSensible ? given : randomUUID() };
}
