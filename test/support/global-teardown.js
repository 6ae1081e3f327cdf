import { rm } from 'node:fs/promises';
import { query } from './global-setup.js';

export default async function tearDown() {
  const { folder, server, template } = globalThis.testRun;
  await query(server, `DROP DATABASE ${template} WITH (FORCE)`);
  await globalThis.testServer?.stop();
  await rm(folder, { recursive: true, force: true });
}
