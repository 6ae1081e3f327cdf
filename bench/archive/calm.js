import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

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

/** Of processor used, as Linux counts it: fields 14 and 15 of proc(5)'s stat, behind the name in parentheses. */
async function ticksOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
