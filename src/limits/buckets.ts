import { MemoryBuckets } from './memory-buckets.js';
import type { Policy, Taking } from './token-bucket.js';

/** Where the buckets of rate limits are. */
export interface Buckets {
  take(policy: Policy, owner: string): Taking | Promise<Taking>;
  /** Resolves when they can be asked, or cannot yet. */
  connect?(): Promise<void>;
  close?(): void;
}

/** Buckets in the Redis of an address; without one, in this process's memory. */
export async function bucketsAt(redisUrl?: string): Promise<Buckets> {
  if (!redisUrl) return new MemoryBuckets();
  // Loaded where it is used: its client is 480 files, a twelfth of what the service takes to start.
  const { SharedBuckets } = await import('./shared-buckets.js');
  return new SharedBuckets(redisUrl);
}
