import { setTimeout as delay } from 'node:timers/promises';

const PAUSE = 50;
const PATIENCE = 20_000;
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
