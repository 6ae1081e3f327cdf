import { ServerProcess } from '../server-process.js';

const KEY = 'bench-archive-bench-archive-bench-archive';

/** Both servers on an archive, each a process: `floor`, and `service` as users run it. */
export async function startBoth({ url, folder }) {
  const DATABASE_URL = url;
  const floor = await ServerProcess.start('archive/floor.js', { DATABASE_URL });
  const variables = { DATABASE_URL, DATA_DIR: folder, MOMENTRY_API_KEY: KEY };
  const service = await ServerProcess.start('../dist/src/main.js', variables);
  return {
    floor: Object.assign(floor, { headers: {} }),
    service: Object.assign(service, { headers: { 'X-API-Key': KEY } }),
  };
}
