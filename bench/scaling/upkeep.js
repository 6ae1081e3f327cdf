/** What building, vacuuming and freezing take a row: of the detections, with the memory that the server gives it. */
export async function upkeep({ copy, print, table }) {
  const [{ rows, memory }] = await copy.rows(ROWS);
  print(`${rows} rows; maintenance_work_mem ${memory}, one process.`);
  await copy.run('SET max_parallel_maintenance_workers = 0');
  const steps = {};
  const twin = 'CREATE TABLE upkeep (LIKE face_detection INCLUDING DEFAULTS INCLUDING CONSTRAINTS)';
  await copy.run(`DROP TABLE IF EXISTS upkeep; ${twin}`);
  steps['INSERT … SELECT, no index'] = 'INSERT INTO upkeep SELECT * FROM face_detection';
  for (const { name, definition } of await copy.rows(INDEXES)) {
    steps[name] = definition
      .replaceAll(name, `upkeep_${name}`)
      .replace(' public.face_detection ', ' upkeep ');
  }
  steps.ANALYZE = 'ANALYZE upkeep';
  steps['VACUUM, the first'] = 'VACUUM upkeep';
  steps['UPDATE of every hundredth row'] =
    `UPDATE upkeep SET provenance = 'auto' WHERE identity_uuid IS NOT NULL AND frame_number % 100 = 0`;
  steps['VACUUM behind it'] = 'VACUUM upkeep';
  steps['VACUUM (FREEZE)'] = 'VACUUM (FREEZE) upkeep';
  const costs = [];
  for (const [step, text] of Object.entries(steps)) {
    const { seconds, wal } = await copy.cost(() => copy.run(text));
    costs.push({
      step,
      seconds: seconds.toFixed(2),
      'µs/row': ((seconds * 1e6) / rows).toFixed(2),
      'WAL bytes/row': (wal / rows).toFixed(1),
    });
  }
  table(costs);
  await copy.run('DROP TABLE upkeep');
}

const ROWS = `
  SELECT count(*)::integer AS rows, current_setting('maintenance_work_mem') AS memory FROM face_detection`;
const INDEXES = `
  SELECT relname AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index JOIN pg_class ON oid = indexrelid
  WHERE indrelid = 'face_detection'::regclass
  ORDER BY relname`;
