import { setTimeout as sleep } from 'node:timers/promises';
import { ticksOf } from '../ticks.js';

/** Hundredths of a second of processor that a process may use in a second of calm. */
const CALM = 5;
/** Seconds of calm in a row. */
const SECONDS = 3;

/** Waits until a process has nothing more to do. The service looks through the folders of all identities at its start. */
export async function untilCalm({ pid }) {
  let used = await ticksOf(pid);
  for (let calm = 0; calm < SECONDS;) {
    await sleep(1000);
    const now = await ticksOf(pid);
    calm = now - used > CALM ? 0 : calm + 1;
    used = now;
  }
}
