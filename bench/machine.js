import { cpus, loadavg, totalmem } from 'node:os';

/** The machine, and how busy it is; to be asked at the start. */
export function machine(postgres) {
  const { model } = cpus()[0];
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0].toFixed(1);
  return `${cpus().length} cores (${model.trim()}), ${memory} GiB, Node.js ${process.version}, ${postgres}, load average ${load} before it.`;
}
