import { stringifySetCookie } from 'cookie';
import { SESSION_COOKIE } from '../credentials.js';

const attributes = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** `seconds`: how long the browser keeps it. `secure`: the request came over TLS. */
export const sessionCookie = (token: string, seconds: number, secure: boolean): string =>
  stringifySetCookie(SESSION_COOKIE, token, { ...attributes, maxAge: seconds, secure });

/** Takes the cookie away again. */
export const noSessionCookie = (): string =>
  stringifySetCookie(SESSION_COOKIE, '', { ...attributes, maxAge: 0 });
