/** Bytes a row of each table and index, packed: made at once, nothing changed since. */
export async function sizes({ copy, table }) {
  await copy.run('VACUUM FULL appearance; ');
  await copy.run('VACUUM FULL identity');
  await copy.run('VACUUM ANALYZE');
  table(await copy.rows(TABLES));
  table(await copy.rows(INDEXES));
}

/** `bytes` with all that belongs to a row: 24 bytes of header, 4 of its place in the page, what alignment takes. */
const TABLES = `
  SELECT c.relname AS "table", c.reltuples::bigint AS rows, pg_relation_size(c.oid) AS bytes,
    round((pg_relation_size(c.oid) / c.reltuples)::numeric, 1) AS "bytes/row",
    round((pg_indexes_size(c.oid) / c.reltuples)::numeric, 1) AS "of its indexes"
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.reltuples >= 1000
  ORDER BY pg_total_relation_size(c.oid) DESC`;

const INDEXES = `
  SELECT c.relname AS "index", c.reltuples::bigint AS rows,
    round((pg_relation_size(c.oid) / c.reltuples)::numeric, 1) AS "bytes/row", s.tree_level + 1 AS levels,
    s.leaf_pages AS leaves, s.internal_pages AS inner,
    round((c.reltuples / s.leaf_pages)::numeric) AS "rows/leaf"
  FROM pg_class c
  JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
  CROSS JOIN LATERAL pgstatindex(c.oid::regclass) s
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'i' AND c.reltuples >= 1000
  ORDER BY pg_relation_size(c.oid) DESC`;
