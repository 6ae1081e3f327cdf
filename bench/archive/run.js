import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { Server } from '../server.js';
import { Archive, KEPT } from './archive.js';
import { compare } from './compare.js';
import { KINDS } from './kinds.js';
import { reportOf } from './report.js';

/** Measures the service beside a plain floor, on an archive of its own. */
const USAGE = `Usage: npm run bench [-- options]

  --scale N       1: 2,000,000 detections
  --seed N        1
  --rounds N      3
  --seconds N     of each turn: 4
  --only A,B      ${KINDS.map(({ name }) => name).join(',')}
  --write         writes bench/RESULTS.md
  --fresh         makes the data set anew, though there is one
  --data          makes the data set, and that is all
`;

/** Seconds before each turn that don't count. */
const WARMUP = 1;
const TEXT = { type: 'string' };
const FLAG = { type: 'boolean', default: false };
const OPTIONS = {
  scale: { ...TEXT, default: '1' },
  seed: { ...TEXT, default: '1' },
  rounds: { ...TEXT, default: '3' },
  seconds: { ...TEXT, default: '4' },
  only: TEXT,
  write: FLAG,
  fresh: FLAG,
  data: FLAG,
};
const options = readOptions();
const say = (line) => process.stderr.write(`${line}\n`);
const server = await Server.start(KEPT);
try {
  const archive = await Archive.open(server, { ...options, say });
  if (options.data) process.stdout.write(`${archive.url}\n`);
  else await measure(archive);
} finally {
  await server.stop();
}

async function measure(archive) {
  const about = machine(await server.version());
  const results = await compare(archive, { ...options, warmup: WARMUP, say });
  process.stdout.write(await reportOf(archive, about, results));
}

function readOptions() {
  try {
    const { scale, seed, rounds, seconds, only, ...flags } = parseArgs({ options: OPTIONS }).values;
    const [numbers, names] = [{ scale, seed, rounds, seconds }, only?.split(',')];
    for (const [name, text] of Object.entries(numbers)) numbers[name] = Number(text);
    return { ...numbers, only: names, ...flags };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
