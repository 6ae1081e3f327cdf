/** How many requests somebody may make. */
export interface Policy {
  /** What the `RateLimit` headers call it. */
  name: string;
  /** Tokens a full bucket has: requests at once, and in a minute. */
  quota: number;
}

/** Milliseconds in which an empty bucket gets full. */
export const WINDOW = 60_000;

/**
 * Milliseconds within which two moments are the same one: what sums of them lose as floating-point numbers is less,
 * since the epoch's moments are told apart to 0.0003 ms.
 */
export const ROUNDING = 0.01;

/** What came of taking a token, as a store tells it: milliseconds until the bucket is full again. */
export interface Taking {
  isTaken: boolean;
  untilFull: number;
}

/** The same as the taker is told it. */
export interface Allowance {
  isAllowed: boolean;
  /** Tokens left. */
  remaining: number;
  /** Seconds until there is a token again where none is left, else until there are all. */
  reset: number;
}

/** Milliseconds in which a bucket gets a token. */
export const intervalOf = ({ quota }: Policy): number => WINDOW / quota;

/**
 * Takes a token out of a bucket of which only the moment is kept at which it will be full (`full`, as `now` in
 * milliseconds of one clock); undefined: it is. Returns what came of it, and that moment anew.
 */
export function take(policy: Policy, full: number | undefined, now: number): Taking & { full: number } {
  const before = Math.max(full ?? now, now);
  const after = before + intervalOf(policy);
  const isTaken = after - now <= WINDOW + ROUNDING;
  const kept = isTaken ? after : before;
  return { isTaken, untilFull: kept - now, full: kept };
}

export function allowanceOf(policy: Policy, { isTaken, untilFull }: Taking): Allowance {
  const interval = intervalOf(policy);
  const remaining = isTaken ? Math.floor((WINDOW - untilFull + ROUNDING) / interval) : 0;
  const wait = remaining > 0 ? untilFull : untilFull + interval - WINDOW;
  return { isAllowed: isTaken, remaining, reset: Math.max(1, Math.ceil((wait - ROUNDING) / 1000)) };
}
