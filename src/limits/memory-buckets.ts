import type { Buckets } from './buckets.js';
import { take, type Policy, type Taking } from './token-bucket.js';

/** Buckets of one policy at the most: some 10 MB. Of more, those are forgotten that were not used for longest. */
const MOST = 50_000;

/** Buckets in this process's memory. One that is full again is the same as none. */
export class MemoryBuckets implements Buckets {
  private readonly fullAt = new Map<string, Map<string, number>>();

  constructor(private readonly most = MOST) {}

  take(policy: Policy, owner: string): Taking {
    const buckets = this.of(policy);
    const { full, ...taking } = take(policy, buckets.get(owner), performance.now());
    // Behind all others: the order of a Map is that of its insertions.
    buckets.delete(owner);
    buckets.set(owner, full);
    if (buckets.size > this.most) buckets.delete(buckets.keys().next().value!);
    return taking;
  }

  /** How many are kept under a policy. */
  count(policy: Policy): number {
    return this.of(policy).size;
  }

  private of({ name }: Policy): Map<string, number> {
    const buckets = this.fullAt.get(name) ?? new Map<string, number>();
    this.fullAt.set(name, buckets);
    return buckets;
  }
}
