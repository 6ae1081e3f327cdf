import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** `npm run test:fuzz -- --requests N --seed N`: jest rejects parameters that it does not know, so they are passed on in the environment. */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '200' }, seed: { type: 'string', default: '1963' } },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} must be a whole number`);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--config=test/fuzz/jest.config.js'],
  { stdio: 'inherit', env: { ...process.env, FUZZ_REQUESTS: values.requests, FUZZ_SEED: values.seed } },
);
process.exitCode = status ?? 1;
