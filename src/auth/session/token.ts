import { randomBytes } from 'node:crypto';

/** What a session's cookie holds: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);
