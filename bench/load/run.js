import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { machine } from '../machine.js';
import { Database } from './database.js';
import { beyond, within } from './phases.js';
import { sectionOf } from './report.js';
import { Service } from './service.js';
import { subjectsOf } from './subjects.js';

/**
 * Loads the service with as many clients as it must bear, and with more, as one process and as two workers. Only a
 * whole run is kept, in bench/RESULTS-load.md; where something doesn't hold the exit code is 1.
 */
const USAGE = `Usage: npm run bench:load -- ARCHIVE [--files FOLDER] [--seconds 120] [--connections 256] [--workers 1,2]

  ARCHIVE         the URL of the database of an archive (npm run bench -- --data prints one); a copy is loaded
  --files FOLDER  the service's data folder for it, which is copied too; else all identity files are made first
`;
const RESULTS = new URL('../RESULTS-load.md', import.meta.url);
const DEFAULTS = { seconds: '120', connections: '256', workers: '1,2' };
const INTRODUCTION = `# What the service bears

\`npm run bench:load\` wrote this. The clients, the service and PostgreSQL share the machine; every client has a connection
of its own and asks as soon as it is answered (when refused, the same again 200 ms later).`;

const { archive, files, workers, ...options } = readOptions();
const folder = await mkdtemp(join(tmpdir(), 'momentry-load-'));
const database = await Database.copy(archive);
try {
  const measured = [];
  for (const count of workers) measured.push([count, await measure(count)]);
  const head = [INTRODUCTION, machine(await database.version())];
  const sections = measured.map(([count, figures]) => sectionOf(count, figures, options));
  const text = await format([...head, ...sections].join('\n\n'), { parser: 'markdown' });
  process.stdout.write(text);
  if (Number(DEFAULTS.seconds) === options.seconds) await writeFile(RESULTS, text);
  if (text.includes('**no**')) process.exitCode = 1;
} finally {
  await database.remove();
  await rm(folder, { recursive: true, force: true });
}

async function measure(count) {
  const directory = join(folder, String(count));
  if (files) await cp(files, directory, { recursive: true });
  const service = await Service.start({
    DATABASE_URL: database.url,
    DATA_DIR: directory,
    WORKERS: String(count),
    LOG_LEVEL: 'error',
  });
  try {
    const subjects = await subjectsOf(database);
    const ordinary = await within(service, subjects, options);
    return { within: ordinary, beyond: await beyond(service, subjects, options) };
  } finally {
    await service.end();
  }
}

function readOptions() {
  const strings = Object.keys(DEFAULTS).map((name) => [name, { type: 'string', default: DEFAULTS[name] }]);
  const options = { files: { type: 'string' }, ...Object.fromEntries(strings) };
  try {
    const { values, positionals } = parseArgs({
      options,
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new Error('Name the database of an archive.');
    const counts = values.workers.split(',').map(Number);
    const [seconds, connections] = [Number(values.seconds), Number(values.connections)];
    const { files } = values;
    return { archive: positionals[0], files, workers: counts, seconds, connections };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
