import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { Server } from '../server.js';
import { KEPT } from '../archive/archive.js';
import { Copy } from './copy.js';
import { embeddings } from './embeddings.js';
import { life } from './life.js';
import { partitions } from './partitions.js';
import { reads } from './reads.js';
import { service } from './service.js';
import { sizes } from './sizes.js';
import { upkeep } from './upkeep.js';

/** Prints what docs/scaling.md computes with: bytes, pages, WAL and times a row, and what partitions cost. */
const PARTS = { sizes, reads, upkeep, life, embeddings, service, partitions };
const USAGE = `Usage: npm run bench:scaling -- [--scale 1] [--only ${Object.keys(PARTS).join(',')}]\n`;

const { scale, only } = readOptions();
const server = await Server.start(KEPT);
try {
  print(`${machine(await server.version())} ${await server.settings()}.\n`);
  const copy = await Copy.open(server, scale, (line) => process.stderr.write(`${line}\n`));
  for (const name of only) {
    print(`\n## ${name}\n`);
    await PARTS[name]({ copy, client: copy.client, print, table });
  }
  await copy.close();
} finally {
  await server.stop();
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

/** Prints rows, all with the same fields, as Markdown. */
function table(rows) {
  const line = (cells) => print(`| ${cells.join(' | ')} |`);
  const names = Object.keys(rows[0]);
  print('');
  line(names);
  line(names.map(() => '---'));
  for (const row of rows) line(names.map((name) => row[name] ?? ''));
}

function readOptions() {
  try {
    const options = { scale: { type: 'string', default: '1' }, only: { type: 'string' } };
    const { scale, only } = parseArgs({ options }).values;
    return { scale: Number(scale), only: only?.split(',') ?? Object.keys(PARTS) };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
