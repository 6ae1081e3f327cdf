import { readFile } from 'node:fs/promises';
import { announcements } from './announcements.js';
import { breakingChanges } from './breaking-changes.js';

/** Fails on a breaking change since the release that the changelog doesn't announce under the current version. */
const [released = 'openapi.released.json', current = 'openapi.json', changelog = 'CHANGELOG.md'] =
  process.argv.slice(2);

const document = await readJson(current);
const announced = announcements(await readFile(changelog, 'utf8'), document.info.version);
const changes = breakingChanges(await readJson(released), document);
for (const place of new Set(changes.map((change) => change.place))) {
  const isAnnounced = announced.includes(place);
  if (!isAnnounced) process.exitCode = 1;
  process.stdout.write(`${place}: breaking, ${isAnnounced ? 'announced' : 'NOT ANNOUNCED'}\n`);
  for (const { change } of changes.filter((each) => each.place === place)) {
    process.stdout.write(`  ${change}\n`);
  }
}
if (process.exitCode) {
  process.stdout.write(
    `Announce it in ${changelog} under ${document.info.version}: docs/compatibility.md says how.\n`,
  );
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}
