import { parseCookie } from 'cookie';
import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from '../common/errors/problems.js';

/** Name of the cookie that holds a session's token. */
export const SESSION_COOKIE = 'momentry_session';

const BEARER = /^bearer +(\S+) *$/i;

/** The key that a request brings: in X-API-Key or as a bearer token, which mean the same. */
export function keyOf({ 'x-api-key': given, authorization }: IncomingHttpHeaders): string | undefined {
  const bearer = authorization && BEARER.exec(authorization)?.[1];
  if (!bearer) return (given as string | undefined) || undefined;
  if (given && given !== bearer) throw unauthorized('X-API-Key and Authorization have different keys.');
  return bearer;
}

/** The session's token that a request brings. */
export const sessionTokenOf = ({ cookie }: IncomingHttpHeaders): string | undefined =>
  cookie?.includes(SESSION_COOKIE) ? parseCookie(cookie)[SESSION_COOKIE] : undefined;
