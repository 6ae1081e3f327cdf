import { setTimeout as delay } from 'node:timers/promises';
import { TEST_TIMEOUT } from './test-timeout.js';

const PAUSE = 50;
/** Milliseconds, less than a test has: what was seen at last tells more than that the test has taken too long. */
export const PATIENCE = 0.75 * TEST_TIMEOUT;
/** Looks at something that must all be alike before it counts as at rest. */
const LOOKS = 10;

/** Looks at something until it is as expected; returns what it was at last. */
export async function eventually<Value>(
  look: () => Promise<Value>,
  isExpected: (value: Value) => boolean,
): Promise<Value> {
  let value = await look();
  for (const deadline = Date.now() + PATIENCE; !isExpected(value) && Date.now() < deadline;) {
    await delay(PAUSE);
    value = await look();
  }
  return value;
}

/** Looks at something until it doesn't change any more; returns what it stays. */
export async function atRest<Value>(look: () => Promise<Value>): Promise<Value> {
  const seen: Value[] = [];
  return eventually(look, (value) => {
    seen.push(value);
    return seen.length > LOOKS && seen.slice(-LOOKS).every((earlier) => earlier === value);
  });
}
