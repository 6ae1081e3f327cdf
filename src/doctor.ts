import { readArguments, runCommand } from './command.js';

const USAGE = `Usage: npm run doctor [-- --fix]

Recounts what is kept, and compares the output folder with the database. It changes nothing;
with --fix it mends what it finds. It may run while the service does.

Exit codes: 0 all is well, or was mended; 1 something is wrong; 2 wrong usage; 130 interrupted.
`;

const { values } = readArguments(USAGE, { options: { fix: { type: 'boolean', default: false } } });

await runCommand(async (context, signal) => {
  const { examine } = await import('./doctor/examine.js');
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  return (await examine(context, { fix: values.fix, signal, print })) ? 0 : 1;
});
