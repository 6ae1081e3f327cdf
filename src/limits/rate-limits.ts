import type { OnApplicationShutdown } from '@nestjs/common';
import type { Request } from 'express';
import type { Problem } from '../common/errors/problem.js';
import { rateLimited } from '../common/errors/problems.js';
import type { Environment } from '../config/environment.js';
import type { Buckets } from './buckets.js';
import { clientAddress } from './client-address.js';
import { Limit } from './limit.js';

/**
 * Counts requests, and refuses those that are too many. A limit that isn't set is undefined, and costs nothing. Not
 * @nestjs/throttler, which counts requests in a time and has headers of its own (`X-RateLimit-…`): here are token
 * buckets, which wrong keys have apart, and the headers of the draft.
 */
export class RateLimits implements OnApplicationShutdown {
  private readonly perKey?: Limit;
  private readonly perAddress?: Limit;
  private readonly failedKeys?: Limit;

  constructor(
    { RATE_LIMIT_PER_KEY, RATE_LIMIT_PER_ADDRESS, RATE_LIMIT_FAILED_KEYS }: Environment,
    private readonly buckets: Buckets,
  ) {
    this.perKey = this.limit('key', RATE_LIMIT_PER_KEY);
    this.perAddress = this.limit('address', RATE_LIMIT_PER_ADDRESS);
    this.failedKeys = this.limit('failed-keys', RATE_LIMIT_FAILED_KEYS);
  }

  get limitsKeys(): boolean {
    return this.perKey !== undefined;
  }

  get limitsAddresses(): boolean {
    return this.perAddress !== undefined;
  }

  /** Resolves when a Redis is there that can be asked, or isn't. */
  async connect(): Promise<void> {
    await this.buckets.connect?.();
  }

  /** Rejects with a 429 where a valid key has made its requests. `key`: what tells it from others, not the key itself. */
  async ofKey(request: Request, key: string): Promise<void> {
    const refusal = await refuse(this.perKey, key, request, 'requests with this API key');
    if (refusal) throw refusal;
  }

  /** Rejects with a 429 where an address has made its requests. */
  async ofAddress(request: Request): Promise<void> {
    const owner = clientAddress(request);
    const refusal = await refuse(this.perAddress, owner, request, 'requests from this address');
    if (refusal) throw refusal;
  }

  /** What whoever sends a wrong key is told: that it is (a 401), or a 429 where too many wrong ones came from there. */
  async refuseKey(request: Request, problem: Problem): Promise<Problem> {
    const owner = clientAddress(request);
    return (await refuse(this.failedKeys, owner, request, 'wrong API keys from this address')) ?? problem;
  }

  onApplicationShutdown(): void {
    this.buckets.close?.();
  }

  private limit(name: string, quota: number): Limit | undefined {
    return quota > 0 ? new Limit({ name, quota }, this.buckets) : undefined;
  }
}

/** Counts a request of somebody's; returns what they are told where it is one too many. */
async function refuse(
  limit: Limit | undefined,
  owner: string,
  request: Request,
  what: string,
): Promise<Problem | undefined> {
  if (!limit) return undefined;
  const { isAllowed, reset } = await limit.take(owner, request.res!);
  return isAllowed ? undefined : rateLimited(what, reset);
}
