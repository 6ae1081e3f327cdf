import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** What decides what a data set is like: what makes it, the tables, and what is kept with them. */
const MAKERS = [
  '../../random.js',
  './',
  '../../../dist/src/database/migrations/',
  '../../../dist/src/catalogue/',
];

/** A digest of all of it: another one means another data set. */
export function version() {
  const hash = createHash('sha256');
  for (const maker of MAKERS) {
    for (const url of filesOf(new URL(maker, import.meta.url))) hash.update(readFileSync(url));
  }
  return hash.digest('hex').slice(0, 8);
}

function filesOf(url) {
  if (!url.href.endsWith('/')) return [url];
  const names = readdirSync(url).filter((name) => name.endsWith('.js'));
  return names.sort().map((name) => new URL(name, url));
}
