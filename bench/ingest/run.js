import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { machine } from '../machine.js';
import { round } from './contenders.js';
import { Database } from './database.js';
import { FILM } from './film.js';
import { tableOf } from './report.js';
import { stageOf } from './stage.js';

/**
 * Measures how faces come in, beside what nothing can do without: merely tokenising the file, and a bare COPY of the
 * same rows. Only a whole run is kept, in bench/RESULTS-ingest.md.
 */
const USAGE = `Usage: npm run bench:ingest [-- --quick | --scale N] [--rounds N]

  --quick     a tenth of the size
  --scale N   so many times the size
  --rounds N  3
`;
const RESULTS = new URL('../RESULTS-ingest.md', import.meta.url);
const FILMS = [
  { title: 'With embeddings', film: FILM },
  { title: 'Without embeddings', film: { ...FILM, faces: 4.2, dimension: 0, traces: 12_000 } },
];
const INTRODUCTION = `# How fast faces come in

\`npm run bench:ingest\` wrote this: medians, and in brackets the least and the most. The import is the whole process, as
a user runs it; the service is sent the same faces as NDJSON; "again": nothing changes. The aim is that the import takes
at most 1.5 times the longer of merely tokenising the file and a bare COPY of its rows, in less than 300 MB.`;

const { scale, rounds } = readOptions();
const folder = await mkdtemp(join(tmpdir(), 'momentry-bench-'));
try {
  const database = await Database.create(folder);
  try {
    const text = await measure(database);
    process.stdout.write(text);
    if (scale === 1) await writeFile(RESULTS, text);
  } finally {
    await database.remove();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function readOptions() {
  const options = { quick: { type: 'boolean' }, scale: { type: 'string' }, rounds: { type: 'string' } };
  try {
    const { quick, scale: size = quick ? '0.1' : '1', rounds: times = '3' } = parseArgs({ options }).values;
    return { scale: Number(size), rounds: Number(times) };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

async function measure(database) {
  const texts = [INTRODUCTION, machine(await database.version())];
  for (const { title, film } of FILMS) {
    const stage = await stageOf({ title, film: scaled(film) }, database, folder);
    texts.push(tableOf(stage, await measureRounds(stage)));
  }
  return format(texts.join('\n\n'), { parser: 'markdown' });
}

async function measureRounds(stage) {
  const measured = [];
  for (let nth = 1; nth <= rounds; nth++) {
    const results = new Map();
    for await (const [name, result] of round(stage)) {
      process.stderr.write(`${stage.title}, round ${nth}: ${name} ${result.seconds.toFixed(1)} s\n`);
      results.set(name, result);
    }
    measured.push(results);
  }
  return measured;
}

/** A longer or shorter film of the same kind. */
function scaled(film) {
  return { ...film, frames: Math.ceil(film.frames * scale), traces: Math.ceil(film.traces * scale) };
}
