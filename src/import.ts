import { misuse, readArguments, runCommand } from './command.js';
import { MAX_FPS, MIN_FPS } from './import/pipeline/file-header.js';

const USAGE = `Usage: npm run import -- [--fps N] [--dry-run] PATH…

Imports what the video pipeline wrote, and exports: folders, or single files.
  *.face_traced.json, *.face.json          faces; if both exist, only the first is read
  *.asrx.json, *.asr-1.json, *.asr.json    speech; likewise
  *.chunks.json, *.sentences.json          sentence chunks; preferred to speech
  identities/*/identity.json               identities, with the profile.jpg or profile.png beside them
  *.ndjson                                 what an export wrote

  --fps N      frame rate of videos whose face files don't state one
  --dry-run    shows what would change, and changes nothing

The name of a file, or of its folder, begins with the uuid of its video. A file comes in whole or not at all; the same file again changes nothing. It may run while the service does.

Exit codes: 0 all came in; 1 something did not; 2 wrong usage; 130 interrupted.
`;

const { values, positionals } = readArguments(USAGE, {
  options: { fps: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const fps = values.fps === undefined ? undefined : Number(values.fps);
if (fps !== undefined && !(fps >= MIN_FPS && fps <= MAX_FPS)) {
  misuse(USAGE, `--fps must be a number from ${MIN_FPS} to ${MAX_FPS}`);
}
if (positionals.length === 0) misuse(USAGE, 'Nothing was named to import.');

await runCommand(async (context, signal) => {
  const { ImportService } = await import('./import/import.service.js');
  const { progressOn } = await import('./import/progress.js');
  const { summary } = await import('./import/summary.js');
  const dryRun = values['dry-run'];
  const options = { fps, dryRun, signal, progress: progressOn(process.stderr) };
  const report = await context.get(ImportService).import(positionals, options);
  process.stdout.write(summary(report, dryRun));
  return report.isFlawless ? 0 : 1;
});
