import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Principal } from './principal.js';
import { SCOPES } from './scopes.js';
import { sha256 } from './sha256.js';

/** No other key may be called so. */
export const ROOT_NAME = 'root';

/**
 * The key that the first start makes or that MOMENTRY_API_KEY sets: it has every scope, never expires, is of no
 * particular form, and isn't in the database. Known by its SHA-256 alone.
 */
export class RootKey {
  readonly principal: Principal = {
    prefix: null,
    name: ROOT_NAME,
    scopes: SCOPES,
    expires: Infinity,
    revoked: false,
    by: 'api_key',
  };
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = sha256(key);
  }

  /** Compares in constant time. */
  has(digest: Buffer): boolean {
    return timingSafeEqual(digest, this.digest);
  }

  /** A digest that only this root key gives: nothing kept under it is found once there is another one. */
  seal(text: string): Buffer {
    return createHmac('sha256', this.digest).update(text).digest();
  }
}
