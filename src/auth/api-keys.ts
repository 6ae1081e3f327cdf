import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Knows the service's API key by its SHA-256 alone. The key is 256 random bits, which nobody can guess from
 * a fast hash; a slow one would only slow every request down.
 */
export class ApiKeys {
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = sha256(key);
  }

  /** Compares in constant time. */
  accept(key: unknown): boolean {
    return typeof key === 'string' && timingSafeEqual(sha256(key), this.digest);
  }
}
