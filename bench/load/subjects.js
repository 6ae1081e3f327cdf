/** People, with one of their files each and a name to search for: every so many-th by uuid, the same in every run. */
const PEOPLE = `
  SELECT DISTINCT ON (i.identity_uuid) replace(i.identity_uuid::text, '-', '') AS uuid, split_part(i.name, ' ', 1) AS word,
    i.name
  FROM identity i JOIN appearance a USING (identity_uuid)
  WHERE i.face_count BETWEEN 1 AND 200
  ORDER BY i.identity_uuid
  LIMIT 5000`;

/** Traces that are whole somebody's: binding them to somebody else and back leaves the archive as it was. */
const TRACES = `
  SELECT replace(a.file_uuid::text, '-', '') AS file_uuid, a.trace_ids[1] AS trace_id,
    replace(a.identity_uuid::text, '-', '') AS owner
  FROM appearance a JOIN identity i USING (identity_uuid)
  WHERE i.face_count BETWEEN 1 AND 200 AND cardinality(a.trace_ids) > 0
  ORDER BY md5(a.identity_uuid::text || a.file_uuid)
  LIMIT 5000`;

/** Whom and what the load is about. */
export const subjectsOf = async (database) => ({
  people: await database.rows(PEOPLE),
  traces: await database.rows(TRACES),
});
