import type { IncomingHttpHeaders } from 'node:http';
import type { Aside } from '../database/lock-queue.js';
import type { Attempt } from '../idempotency/attempt.js';
import type { Origin } from './origin.js';

/**
 * What a request that makes a change says of it, and is to be answered. It is handed on to whoever needs it, down to
 * the statements: an AsyncLocalStorage makes every promise of the process dearer on Node 20, which took 14 % of the
 * main thread's time while binding.
 */
export interface ChangeRequest {
  origin: Origin;
  headers: IncomingHttpHeaders;
  /** Headers of the answer, unless it is a problem. */
  answer: Record<string, string>;
  tagOf(revision: string): string;
  /** There where the request has an Idempotency-Key. */
  attempt?: Attempt;
  /** Set if the request should give something back to others while it waits for a lock. */
  aside?: Aside;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard of a route that makes a change. */
    change?: ChangeRequest;
  }
}

/** Whether a request asks more of its transaction than the change: that it is wanted still, or made once. */
export const isParticular = ({ headers, attempt }: ChangeRequest): boolean =>
  attempt !== undefined || ['if-match', 'if-none-match'].some((name) => headers[name] !== undefined);
