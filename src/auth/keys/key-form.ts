import { randomBytes } from 'node:crypto';
import { sha256 } from '../sha256.js';

/**
 * The form of a key: `momentry_`, 16 hex digits by which it is looked up, `_`, 256 random bits, and a checksum of
 * all that, so that a mistyped key is refused without the database and a scanner knows one when it sees it.
 */
const FORM = /^momentry_[0-9a-f]{16}_[A-Za-z0-9_-]{49}$/;
const PREFIX_LENGTH = 25;
const CHECKSUM_LENGTH = 6;

export interface NewKey {
  /** What its holder is given, once. */
  secret: string;
  /** The public part. */
  prefix: string;
  /** What is kept of the secret. */
  digest: Buffer;
}

export function newKey(): NewKey {
  const prefix = `momentry_${randomBytes(8).toString('hex')}`;
  const body = `${prefix}_${randomBytes(32).toString('base64url')}`;
  const secret = `${body}${checksumOf(body)}`;
  return { secret, prefix, digest: sha256(secret) };
}

export const prefixOf = (key: string): string => key.slice(0, PREFIX_LENGTH);

/** Whether it can be a key of ours at all. */
export const hasForm = (key: string): boolean =>
  FORM.test(key) && checksumOf(key.slice(0, -CHECKSUM_LENGTH)) === key.slice(-CHECKSUM_LENGTH);

const checksumOf = (body: string): string => sha256(body).toString('base64url').slice(0, CHECKSUM_LENGTH);
