import type { Response } from 'express';
import type { Buckets } from './buckets.js';
import { type Allowance, allowanceOf, type Policy, WINDOW } from './token-bucket.js';

/** One limit: its policy, and where its buckets are. */
export class Limit {
  constructor(
    private readonly policy: Policy,
    private readonly buckets: Buckets,
  ) {}

  /** Takes a token of somebody's, and tells in the headers of the answer what is left (draft-ietf-httpapi-ratelimit-headers). */
  async take(owner: string, response: Response): Promise<Allowance> {
    const { name, quota } = this.policy;
    const allowance = allowanceOf(this.policy, await this.buckets.take(this.policy, owner));
    const { remaining, reset } = allowance;
    response.append('RateLimit', `"${name}";r=${remaining};t=${reset}`);
    response.append('RateLimit-Policy', `"${name}";q=${quota};w=${WINDOW / 1000}`);
    return allowance;
  }
}
