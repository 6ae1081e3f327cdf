import { Logger } from '@nestjs/common';
import type { Buckets } from './buckets.js';
import { MemoryBuckets } from './memory-buckets.js';
import { RedisBuckets } from './redis-buckets.js';
import type { Policy, Taking } from './token-bucket.js';

/** Milliseconds for which a Redis that didn't answer isn't asked: no request waits for it meanwhile. */
const PAUSE = 1000;

/**
 * Buckets in Redis and, while it is away, in this process's memory: limits then hold for each process by itself, and
 * nobody is refused for Redis's sake. Its going and coming back are logged, once each.
 */
export class SharedBuckets implements Buckets {
  private readonly logger = new Logger('RateLimits');
  private readonly memory = new MemoryBuckets();
  private readonly redis: RedisBuckets;
  private isAway = false;
  private askedAgainAt = 0;

  constructor(url: string) {
    this.redis = new RedisBuckets(url, (error) => this.away(error));
  }

  async take(policy: Policy, owner: string): Promise<Taking> {
    if (performance.now() < this.askedAgainAt) return this.memory.take(policy, owner);
    try {
      const taking = await this.redis.take(policy, owner);
      this.back();
      return taking;
    } catch (error) {
      this.away(error as Error);
      return this.memory.take(policy, owner);
    }
  }

  /** Resolves when Redis is there, or isn't. */
  connect(): Promise<void> {
    return this.redis.connect();
  }

  close(): void {
    this.redis.close();
  }

  private away({ message }: Error): void {
    this.askedAgainAt = performance.now() + PAUSE;
    if (!this.isAway) this.logger.warn(`Redis is away, each process counts for itself: ${message}`);
    this.isAway = true;
  }

  private back(): void {
    if (this.isAway) this.logger.log('Redis is back, all processes count together');
    this.isAway = false;
  }
}
