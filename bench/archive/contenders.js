import { untilCalm } from './calm.js';
import { ServerProcess } from '../server-process.js';

const KEY = 'bench-archive-bench-archive-bench-archive';

/** Both servers on an archive, each a process. */
export const startBoth = async (archive) => ({
  floor: await startFloor(archive),
  service: await startService(archive),
});

async function startFloor({ url }) {
  const floor = await ServerProcess.start('archive/floor.js', { DATABASE_URL: url });
  return Object.assign(floor, { headers: {} });
}

/** The service as users run it. */
export async function startService({ url, folder }) {
  const variables = { DATABASE_URL: url, DATA_DIR: folder, MOMENTRY_API_KEY: KEY };
  const service = await ServerProcess.start('../dist/src/main.js', variables);
  await untilCalm(service.child.process);
  return Object.assign(service, { headers: { 'X-API-Key': KEY } });
}
