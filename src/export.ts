import { misuse, readArguments, runCommand } from './command.js';

const USAGE = `Usage: npm run export -- DIR

Writes the whole archive, as it is at one moment, into the new folder DIR: archive.ndjson, and each
identity's identity.json and profile image under identities. DIR is there whole or not at all. It may
run while the service does.

Exit codes: 0 all was exported; 1 it was not, or a profile image is missing; 2 wrong usage;
130 interrupted.
`;

const { positionals } = readArguments(USAGE, { allowPositionals: true });
const [folder = '', ...others] = positionals;
if (folder === '' || others.length > 0) misuse(USAGE, 'Name one folder.');

await runCommand(async (context, signal) => {
  const { FolderExport } = await import('./export/folder-export.js');
  const { withoutImage, ...totals } = await context.get(FolderExport).export(folder, signal);
  for (const uuid of withoutImage) {
    process.stderr.write(`Identity ${uuid} has a profile image that is not on disk: exported without it\n`);
  }
  const counts = Object.entries(totals).map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`);
  process.stdout.write(`Exported to ${folder}: ${counts.join(', ')}\n`);
  return withoutImage.length > 0 ? 1 : 0;
});
