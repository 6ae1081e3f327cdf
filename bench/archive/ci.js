import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { spread } from '../figures.js';
import { Server } from '../server.js';
import { Archive, KEPT } from './archive.js';
import { compare } from './compare.js';

/**
 * The benchmark in a minute, on a small archive: fails when the service has become slower beside the floor. With
 * --commit what it measures becomes what later runs are held to.
 */
const COMMITTED = new URL('committed.json', import.meta.url);
/** The share of a committed ratio below which something is wrong: a busy machine doesn't reach it. */
const LEAST = 0.6;
const SIZE = { scale: 0.05, seed: 1 };
const TURNS = { rounds: 3, warmup: 0.1, seconds: 0.3 };

const { values } = parseArgs({ options: { commit: { type: 'boolean', default: false } } });
const print = (line) => process.stdout.write(`${line}\n`);
const server = await Server.start(KEPT);
try {
  const archive = await Archive.open(server, { ...SIZE, say: print });
  const ratios = await ratiosOf(archive);
  if (values.commit) await writeFile(COMMITTED, `${JSON.stringify(ratios, null, 2)}\n`);
  else await judge(archive, ratios);
} finally {
  await server.stop();
}

/** Medians by the kinds' names. */
async function ratiosOf(archive, only) {
  const { measured } = await compare(archive, { ...TURNS, only, say: () => undefined });
  const medians = [...measured].map(([{ name }, rounds]) => [
    name,
    spread(rounds.map(({ ratio }) => ratio)).median,
  ]);
  return Object.fromEntries(medians.map(([name, ratio]) => [name, Number(ratio.toPrecision(3))]));
}

/** What is too slow is measured once more: only what is too slow twice is. */
async function judge(archive, ratios) {
  const committed = JSON.parse(await readFile(COMMITTED, 'utf8'));
  const isSlow = (name) => ratios[name] < LEAST * committed[name];
  const suspects = Object.keys(ratios).filter(isSlow);
  if (suspects.length > 0) Object.assign(ratios, await ratiosOf(archive, suspects));
  for (const [name, ratio] of Object.entries(ratios)) {
    const word = isSlow(name) ? 'SLOWER' : 'ok';
    print(`${word.padEnd(8)}${name}: ${ratio} times the floor, committed ${committed[name]}`);
  }
  if (suspects.some(isSlow)) process.exitCode = 1;
}
