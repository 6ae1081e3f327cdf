import { parseArgs } from 'node:util';
import { Archive } from './dataset/archive.js';
import { Server } from './server.js';

const USAGE = `Usage: npm run bench [-- options]

  --scale N     1: 2,000,000 detections
  --seed N      1
  --fresh       makes the data set anew, though there is one
  --data        makes the data set, and that is all
`;

const OPTIONS = {
  scale: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  fresh: { type: 'boolean', default: false },
  data: { type: 'boolean', default: false },
};
const { scale, seed, fresh, data } = readOptions();
const say = (line) => process.stderr.write(`${line}\n`);
const server = await Server.start();
try {
  const archive = await Archive.open(server, { scale, seed, fresh, say });
  if (data) process.stdout.write(`${archive.url}\n`);
} finally {
  await server.stop();
}

function readOptions() {
  try {
    const { scale, seed, ...others } = parseArgs({ options: OPTIONS }).values;
    return { ...others, scale: Number(scale), seed: Number(seed) };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}
