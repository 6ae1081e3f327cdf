import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';

/** Builds the service unless every output is at least as new as its source. Commands that start it begin with this. */
const sources = ['ormconfig.ts', ...readdirSync('src', { recursive: true }).map((path) => `src/${path}`)];
const isStale = sources
  .filter((path) => path.endsWith('.ts'))
  .some((path) => modifiedAt(`dist/${path.replace(/\.ts$/, '.js')}`) < modifiedAt(path));

if (isStale) {
  const { status } = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

/** Milliseconds; 0 for a file that does not exist. */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
