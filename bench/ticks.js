import { readFile } from 'node:fs/promises';

/** Of processor that a process has used, as Linux counts it: fields 14 and 15 of proc(5)'s stat, behind the name in parentheses. */
export async function ticksOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
