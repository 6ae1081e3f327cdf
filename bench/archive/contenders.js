import { untilCalm } from './calm.js';
import { ServerProcess } from '../server-process.js';

const KEY = 'bench-archive-bench-archive-bench-archive';

/** Both servers on an archive, each a process. */
export const startBoth = async (archive) => ({
  floor: await startFloor(archive),
  service: await startService(archive),
});

export async function startFloor({ url }) {
  const floor = await ServerProcess.start('archive/floor.js', { DATABASE_URL: url });
  return Object.assign(floor, { headers: {} });
}

/** The service as users run it. `root`: of the build. */
export async function startService({ url, folder }, root = '..') {
  const variables = { DATABASE_URL: url, DATA_DIR: folder, MOMENTRY_API_KEY: KEY };
  const service = await ServerProcess.start(`${root}/dist/src/main.js`, variables);
  await untilCalm(service.child.process);
  return Object.assign(service, { headers: { 'X-API-Key': KEY } });
}
