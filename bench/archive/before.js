import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inWords, number, spread, table } from '../figures.js';
import { machine } from '../machine.js';
import { ticksOf } from '../ticks.js';
import { Server } from '../server.js';
import { Archive, KEPT } from './archive.js';
import { startFloor, startService } from './contenders.js';
import { Driver } from './drive/driver.js';
import { KINDS } from './kinds.js';
import { drive } from './measure.js';
import { subjectsOf } from './subjects.js';

/** Measures what hot reads cost beside an earlier build, in turns with it and with the floor. */
const USAGE = `Usage: npm run bench:before -- FOLDER [options]

  FOLDER          an earlier checkout of this project, its packages installed and built

  --scale N       0.2: 400,000 detections
  --rounds N      8
  --seconds N     of each turn: 2
  --only A,B      identity,files,faces,chunks
`;

/** Seconds before each turn that don't count. */
const WARMUP = 1;
/** Microseconds of a tick of processor: a hundredth of a second. */
const TICK = 10_000;
const TEXT = { type: 'string' };
const { folder, scale, only, ...turns } = readOptions();
const say = (line) => process.stderr.write(`${line}\n`);
// The same data as an earlier build keeps them: its own bench makes them.
const earlier = await import(resolve(folder, 'bench/archive/archive.js'));
const server = await Server.start(KEPT);
try {
  const about = machine(await server.version());
  const [archive, before] = [await archiveOf(Archive), await archiveOf(earlier.Archive)];
  const contenders = {};
  try {
    contenders.floor = await startFloor(archive);
    contenders.before = await startService(before, folder);
    contenders.now = await startService(archive);
    process.stdout.write(`${about}\n\n${report(await compare(archive, contenders))}\n`);
  } finally {
    await Promise.all(Object.values(contenders).map((contender) => contender.end()));
  }
} finally {
  await server.stop();
}

function archiveOf(kind) {
  return kind.open(server, { scale, seed: 1, say });
}

/** Of each kind the rounds, and of a round the figures of each contender. */
async function compare(archive, contenders) {
  const subjects = await subjectsOf(archive);
  const driver = new Driver();
  const measured = new Map();
  try {
    for (const kind of KINDS.filter(({ name }) => only.includes(name))) {
      measured.set(kind, await roundsOf(kind.errands(subjects), contenders, driver));
    }
  } finally {
    driver.end();
  }
  return measured;
}

async function roundsOf(errands, contenders, driver) {
  const rounds = [];
  for (let nth = 1; nth <= turns.rounds; nth++) {
    const round = {};
    for (const [name, contender] of Object.entries(contenders)) {
      const { pid } = contender.child.process;
      const before = await ticksOf(pid);
      const { rate, answers } = await drive(driver, contender, errands, { ...turns, warmup: WARMUP });
      round[name] = { rate, cost: ((await ticksOf(pid)) - before) * (TICK / answers) };
    }
    rounds.push(round);
  }
  return rounds;
}

function report(measured) {
  const rows = [...measured].map(([{ title }, rounds]) => {
    const medians = (figure) =>
      ['floor', 'before', 'now'].map((name) => spread(rounds.map((round) => round[name][figure])).median);
    const ratio = (figure) =>
      inWords(spread(rounds.map(({ before, now }) => now[figure] / before[figure])), 2);
    return [
      title,
      ...medians('rate').map(number),
      ratio('rate'),
      ...medians('cost').map(number),
      ratio('cost'),
    ];
  });
  const head = [
    'request',
    'floor: requests/s',
    'before',
    'now',
    'now : before',
    'floor: µs of node',
    'before',
    'now',
    'now : before',
  ];
  return table(head, rows).join('\n');
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        scale: { ...TEXT, default: '0.2' },
        rounds: { ...TEXT, default: '8' },
        seconds: { ...TEXT, default: '2' },
        only: { ...TEXT, default: 'identity,files,faces,chunks' },
      },
    });
    if (positionals.length !== 1) throw new Error('Name one folder.');
    const { only, ...numbers } = values;
    const figures = Object.entries(numbers).map(([name, text]) => [name, Number(text)]);
    return { folder: resolve(positionals[0]), only: only.split(','), ...Object.fromEntries(figures) };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
