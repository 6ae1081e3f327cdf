/** How many files are looked at, and after how many VACUUM comes by. */
const FILES = 300;
const ROUND = 30;

/**
 * Detections as they come to an archive: unbound, a file at a time, bound trace by trace later on; the dead rows that
 * binding leaves are taken by the files that follow. Bytes a row then are more than those of a table made at once.
 */
export async function life({ copy, print, table }) {
  await copy.run(`DROP TABLE IF EXISTS life; CREATE TABLE life (LIKE face_detection INCLUDING ALL)`);
  const files = await copy.rows(`SELECT file_uuid FROM file ORDER BY md5(file_uuid::text) LIMIT ${FILES}`);
  const total = { coming: empty(), binding: empty(), vacuum: empty() };
  await copy.run('CHECKPOINT');
  for (const [nth, { file_uuid }] of files.entries()) {
    add(total.coming, await copy.cost(() => copy.rows(COME, [file_uuid])));
    add(total.binding, await copy.cost(() => bind(copy, file_uuid)));
    if (nth % ROUND === ROUND - 1) add(total.vacuum, await copy.cost(() => copy.run('VACUUM life')));
  }
  const [{ rows }] = await copy.rows('SELECT count(*)::integer AS rows FROM life');
  print(
    `${rows} rows of ${FILES} files; VACUUM after every ${ROUND}; full pages in the WAL after a checkpoint only.`,
  );
  table(
    Object.entries(total).map(([step, { seconds, wal }]) => ({
      step,
      'µs/row': ((seconds * 1e6) / rows).toFixed(1),
      'WAL bytes/row': (wal / rows).toFixed(0),
    })),
  );
  await copy.run('VACUUM ANALYZE life');
  table(await copy.rows(SIZES));
  await copy.run('DROP TABLE life');
}

async function bind(copy, fileUuid) {
  for (const { trace_id } of await copy.rows(TRACES, [fileUuid])) {
    await copy.client.query({ name: 'life_bind', text: BIND, values: [fileUuid, trace_id] });
  }
}

const empty = () => ({ seconds: 0, wal: 0 });
function add(sum, { seconds, wal }) {
  sum.seconds += seconds;
  sum.wal += wal;
}

const COLUMNS = 'file_uuid, face_id, frame_number, "time", confidence, trace_id, x, y, width, height';
const COME = `
  INSERT INTO life (${COLUMNS}) SELECT ${COLUMNS} FROM face_detection WHERE file_uuid = $1 ORDER BY frame_number, face_id`;
const TRACES = `
  SELECT trace_id FROM face_detection
  WHERE file_uuid = $1 AND trace_id IS NOT NULL AND identity_uuid IS NOT NULL
  GROUP BY trace_id`;
const BIND = `
  UPDATE life l
  SET identity_uuid = d.identity_uuid, provenance = d.provenance, binding_confidence = d.binding_confidence
  FROM face_detection d
  WHERE l.file_uuid = $1 AND l.trace_id = $2 AND (d.file_uuid, d.face_id) = (l.file_uuid, l.face_id)
    AND d.identity_uuid IS NOT NULL`;
const SIZES = `
  SELECT r.name, round(pg_relation_size(r.oid)::numeric / n.rows, 1) AS "bytes/detection"
  FROM (
    SELECT 'life'::regclass::oid AS oid, 'the table' AS name
    UNION ALL
    SELECT indexrelid, indexrelid::regclass || ' ' || regexp_replace(pg_get_indexdef(indexrelid), '^.*USING btree ', '')
    FROM pg_index WHERE indrelid = 'life'::regclass
  ) r, (SELECT count(*) AS rows FROM life) n`;
