import { readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';

/** Milliseconds from one look at a process to the next. */
const LOOK = 50;

/** By how many MB a process grows while something is done, at most; NaN where the system doesn't tell. */
export async function growthDuring(pid, work) {
  const before = residentOf(pid);
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, residentOf(pid))), LOOK);
  try {
    return { result: await work(), megabytes: most - before };
  } finally {
    clearInterval(timer);
  }
}

function residentOf(pid) {
  try {
    const kilobytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return NaN;
  }
}
