import { readdirSync, readFileSync } from 'node:fs';

const contents = (pid: number | string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

/** The command lines and environments of all processes that have to do with a folder. */
export function processesOf(folder: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => contents(pid, 'cmdline').replaceAll('\0', ' ') + contents(pid, 'environ'));
  return lines.filter((line) => line.includes(folder));
}

/** Waits until nothing of a folder runs any more. */
export async function gone(folder: string): Promise<void> {
  while (processesOf(folder).length > 0) await new Promise((resume) => setTimeout(resume, 50));
}

/** The workers of a service: those of its children that run its program. */
export function workersOf(pid: number): number[] {
  const children = contents(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.filter((child) => contents(child, 'cmdline').includes('dist/src/main.js'));
}
