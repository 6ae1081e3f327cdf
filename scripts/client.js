import { createClient } from '@hey-api/openapi-ts';
import { readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Writes the typed client from the committed document, and gives its package the version of the document.
 * `src` is the generator's alone: it is emptied first.
 */
const FOLDER = 'clients/typescript';

const { info } = await readJson('openapi.json');
const description = await readJson(`${FOLDER}/package.json`);
const stamped = JSON.stringify({ ...description, version: info.version }, null, 2);
await writeFile(`${FOLDER}/package.json`, `${stamped}\n`);

// What was compiled from a file that is not generated any more must not get into the package.
await rm(`${FOLDER}/dist`, { recursive: true, force: true });
await createClient({
  input: withOneScheme(await readJson('openapi.json')),
  output: { path: `${FOLDER}/src`, module: { extension: '.js' } },
  plugins: [
    '@hey-api/typescript',
    { name: '@hey-api/client-fetch', includeInEntry: true },
    { name: '@hey-api/transformers', dates: true },
    { name: '@hey-api/sdk', transformer: true },
  ],
  logs: { level: 'silent', file: false },
});

/** The generated client would give its key in every way at once that an operation takes: the first one is enough. */
function withOneScheme(document) {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  for (const operation of operations) operation.security = operation.security?.slice(0, 1);
  return document;
}

async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}
