import { writeFile } from 'node:fs/promises';
import { createApp } from './app.setup.js';
import { readEnvironment } from './config/environment.js';
import { openApiDocument } from './openapi/document.js';

/** Writes openapi.json. Nothing is started for it, no database either. */
const app = await createApp(readEnvironment({}), { preview: true, logger: false });
await writeFile('openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
