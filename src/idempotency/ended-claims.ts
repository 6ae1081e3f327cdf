import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { CLAIM_TIME, type KeyName } from './attempt.js';

/** Milliseconds between two tries to release claims. */
const PAUSE = 250;

interface EndedClaim extends KeyName {
  /** In performance.now()'s milliseconds. */
  endedAt: number;
}

/**
 * Claims of this process whose attempts have ended without an answer to keep. Releasing them may fail, as their attempts
 * did, because the database is away: they are kept here until it is back.
 */
@Injectable()
export class EndedClaims implements OnApplicationShutdown {
  private readonly logger = new Logger(EndedClaims.name);
  private readonly claims = new Map<string, EndedClaim>();
  private releasing: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly reader: Reader) {}

  onApplicationShutdown(): void {
    clearTimeout(this.retry);
    this.claims.clear();
  }

  /** The claims on a key that are still to be released: they keep nobody from claiming it. */
  on({ api_key, key }: KeyName): string[] {
    const claims = [...this.claims].filter(([, name]) => name.api_key === api_key && name.key === key);
    return claims.map(([claim]) => claim);
  }

  /** Resolves when the claim is released, or will be later since the database can't do it now. Never rejects. */
  async release({ api_key, key }: KeyName, claim: string): Promise<void> {
    this.claims.set(claim, { api_key, key, endedAt: performance.now() });
    try {
      while (this.claims.has(claim)) await this.releaseAll();
    } catch (error) {
      if (this.retry) return;
      this.logger.warn(`Idempotency keys are released later: ${(error as Error).message}`);
      this.retryLater();
    }
  }

  private releaseAll(): Promise<void> {
    this.releasing ??= this.releaseNow().finally(() => (this.releasing = undefined));
    return this.releasing;
  }

  private async releaseNow(): Promise<void> {
    const [claims, names] = [[...this.claims.keys()], [...this.claims.values()]];
    await this.reader.rows(RELEASE, [
      names.map(({ api_key }) => api_key),
      names.map(({ key }) => key),
      claims,
    ]);
    for (const claim of claims) this.claims.delete(claim);
  }

  private retryLater(): void {
    this.retry = setTimeout(() => void this.tryAgain(), PAUSE).unref();
  }

  private async tryAgain(): Promise<void> {
    const expired = performance.now() - CLAIM_TIME;
    for (const [claim, { endedAt }] of this.claims) if (endedAt < expired) this.claims.delete(claim);
    try {
      while (this.claims.size > 0) await this.releaseAll();
      this.retry = undefined;
    } catch {
      this.retryLater();
    }
  }
}

/** Waits for a transaction that has just kept the answer of its attempt, and then leaves the key alone. */
const RELEASE = {
  name: 'release_idempotency_keys',
  text: `
    DELETE FROM idempotency_key k
    USING unnest($1::text[], $2::text[], $3::uuid[]) AS ended (api_key, key, claim)
    WHERE (k.api_key, k.key, k.claim) = (ended.api_key, ended.key, ended.claim) AND k.fingerprint IS NULL`,
};
