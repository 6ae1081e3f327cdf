const ROWS = 20_000;

/** What an embedding of 512 values takes: it is kept in its row, of which a page of 8 KB holds three. */
export async function embeddings({ copy, print, table }) {
  await copy.run(
    'DROP TABLE IF EXISTS embeddings; CREATE TABLE embeddings (LIKE face_embedding INCLUDING ALL) WITH (toast_tuple_target = 8160)',
  );
  await copy.run(RANDOM);
  const { seconds, wal } = await copy.cost(() => copy.run(FILL));
  print(
    `${ROWS} rows: INSERT ${((seconds * 1e6) / ROWS).toFixed(0)} µs and ${Math.round(wal / ROWS)} bytes of WAL a row.`,
  );
  table(await copy.rows(SIZES));
  await copy.run('DROP TABLE embeddings, vectors');
}

const RANDOM = `
  CREATE TEMP TABLE vectors AS
  SELECT nth, string_agg(decode(md5(random()::text), 'hex'), '') AS vector
  FROM generate_series(1, 1000) nth, generate_series(1, 128)
  GROUP BY nth`;
const FILL = `
  INSERT INTO embeddings
  SELECT d.file_uuid, d.face_id, 'pipeline', 512, v.vector
  FROM (SELECT *, row_number() OVER () AS nth FROM face_detection LIMIT ${ROWS}) d
  JOIN vectors v ON v.nth = d.nth % 1000 + 1`;
const SIZES = `
  SELECT pg_relation_size('embeddings') / ${ROWS} AS "table, bytes/row",
    pg_indexes_size('embeddings') / ${ROWS} AS "index, bytes/row",
    round(${ROWS} / (pg_relation_size('embeddings') / 8192.0), 2) AS "rows/page",
    (SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'embeddings'::regclass) AS "outside its row"`;
