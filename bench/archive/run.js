import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { Server } from '../server.js';
import { Archive, KEPT } from './archive.js';
import { compare } from './compare.js';
import { grow } from './growth/grow.js';
import { KINDS } from './kinds.js';
import { keep, reportOf } from './results.js';

/** Measures the service beside a plain floor, on an archive of its own. */
const USAGE = `Usage: npm run bench [-- options]

  --scale N       1: 2,000,000 detections
  --seed N        1
  --rounds N      3
  --seconds N     of each turn: 4
  --only A,B      ${KINDS.map(({ name }) => name).join(',')}
  --growth        the service alone, on archives of different sizes
  --scales A,B    of these: 0.2,1,5
  --write         measures all of it and writes bench/RESULTS.md
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
  growth: FLAG,
  scales: { ...TEXT, default: '0.2,1,5' },
  write: FLAG,
  fresh: FLAG,
  data: FLAG,
};
const options = readOptions();
const say = (line) => process.stderr.write(`${line}\n`);
const server = await Server.start(KEPT);
try {
  if (options.data) process.stdout.write(`${(await archiveOf(options.scale)).url}\n`);
  else await run();
} finally {
  await server.stop();
}

/** The comparison, growth, or both. */
async function run() {
  const about = `${machine(await server.version())} ${await server.settings()}.`;
  const comparison = options.growth ? undefined : await compareAt(options.scale);
  const growth = options.growth || options.write ? await growOver(options.scales) : undefined;
  const text = await reportOf({ about, comparison, growth });
  process.stdout.write(text);
  if (options.write) await keep(text, growth);
}

async function compareAt(scale) {
  const archive = await archiveOf(scale);
  return { size: archive.size, ...(await compare(archive, turns())) };
}

async function growOver(scales) {
  const archives = [];
  for (const scale of scales) archives.push(await archiveOf(scale));
  return grow(archives, turns());
}

function archiveOf(scale) {
  return Archive.open(server, { ...options, scale, say });
}

function turns() {
  return { ...options, warmup: WARMUP, say };
}

function readOptions() {
  try {
    const { scale, seed, rounds, seconds, only, scales, ...flags } = parseArgs({ options: OPTIONS }).values;
    const [numbers, names] = [{ scale, seed, rounds, seconds }, only?.split(',')];
    for (const [name, text] of Object.entries(numbers)) numbers[name] = Number(text);
    return {
      ...numbers,
      only: names,
      scales: scales
        .split(',')
        .map(Number)
        .sort((a, b) => a - b),
      ...flags,
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
