import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/ormconfig.js';
import { readEnvironment } from '../../dist/src/config/environment.js';
import { crowd } from '../load/crowd.js';
import { Database } from '../load/database.js';
import { Service } from '../load/service.js';
import { subjectsOf } from '../load/subjects.js';
import { byRoute, byStatus } from '../load/told.js';

/**
 * Tries partition.sql on a copy of an archive while the service reads and writes it: what its clients are told
 * meanwhile, and what TypeORM and the doctor think of the outcome. psql must be there.
 * Usage: node bench/scaling/partition-try.js ARCHIVE (the URL of a database to which nobody is connected)
 */
const SCRIPT = fileURLToPath(new URL('partition.sql', import.meta.url));
const DOCTOR = fileURLToPath(new URL('../../dist/src/doctor.js', import.meta.url));
const CONNECTIONS = 4;
const CALM = 5;
const run = promisify(execFile);
const print = (text) => process.stdout.write(`${text}\n`);

/** Faces of the archive, which has none, get embeddings. */
const EMBEDDINGS = `
  INSERT INTO face_embedding
  SELECT file_uuid, face_id, 'pipeline', 512, decode(repeat(md5(face_id), 128), 'hex')
  FROM face_detection LIMIT 20000`;

/** Rows that one table has and the other one hasn't: those that were written since they changed places. */
const DIFFERENT = ['face_detection', 'face_embedding'].map(
  (name) => `(SELECT count(*)::integer FROM (TABLE ${name} EXCEPT TABLE ${name}_before) d) AS ${name}`,
);

const folder = await mkdtemp(join(tmpdir(), 'momentry-partition-'));
const database = await Database.copy(process.argv[2]);
const variables = { DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error' };
try {
  const service = await Service.start(variables);
  await loaded(service).finally(() => service.end());
  await examined();
} finally {
  await database.remove();
  await rm(folder, { recursive: true, force: true });
}

async function loaded({ origin, key }) {
  const subjects = await subjectsOf(database);
  const drive = (seconds) => crowd({ origin, key, subjects, connections: CONNECTIONS, seconds });
  await database.rows(EMBEDDINGS);
  report('before', await drive(CALM));
  const moving = run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', SCRIPT, database.url]);
  const phases = [];
  let isMoving = true;
  const settled = moving.finally(() => (isMoving = false));
  while (isMoving) phases.push(...(await drive(1)));
  print((await settled).stdout);
  report('meanwhile', phases);
  print(`written since, rows: ${JSON.stringify((await database.rows(`SELECT ${DIFFERENT}`))[0])}`);
  report('after', await drive(CALM));
}

function report(when, told) {
  print(`${when}: ${told.length} answers, by status ${JSON.stringify(byStatus(told))}`);
  for (const { route, count, median, p99 } of byRoute(told)) {
    const most = Math.max(
      ...told.filter((one) => one.route === route).map(({ milliseconds }) => milliseconds),
    );
    print(
      `  ${route}: ${count}, ms: median ${median.toFixed(1)}, p99 ${p99.toFixed(1)}, most ${most.toFixed(0)}`,
    );
  }
}

/** What `npm run migration:generate` would write, and what `npm run doctor` finds. */
async function examined() {
  const dataSource = await new DataSource(dataSourceOptions(readEnvironment(variables))).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  print(`TypeORM would change: ${JSON.stringify(upQueries.map(({ query }) => query))}`);
  const doctor = await run(process.execPath, [DOCTOR], { env: { ...process.env, ...variables } }).catch(
    (error) => error,
  );
  print(`${doctor.stdout}${doctor.stderr}`);
}
