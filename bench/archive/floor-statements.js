/** The statements of the floor. Each makes one answer; all that is counted is counted on the spot. */

const hex = (column) => `replace(${column}::text, '-', '')`;
const time = (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const IDENTITY = `
  ${hex('i.identity_uuid')} AS identity_uuid, i.name, i.identity_type, i.source, i.status, i.tmdb_id, i.tmdb_profile,
  i.metadata, i.reference_data, ${time('i.created_at')} AS created_at, ${time('i.updated_at')} AS updated_at`;

const FACE = `
  ${hex('d.file_uuid')} AS file_uuid, d.frame_number, d.face_id, d.confidence, d.trace_id, d."time",
  json_build_object('x', d.x, 'y', d.y, 'width', d.width, 'height', d.height) AS bbox`;

const CHUNK = `
  c.id, ${hex('c.file_uuid')} AS file_uuid, c.chunk_id, c.chunk_type, c.start_frame, c.end_frame, c.fps,
  c.start_time, c.end_time, c.text_content`;

/** An answer about the identity $1, where there is one. */
const about = (fields) => `
  SELECT json_build_object('success', true, 'identity_uuid', ${hex('i.identity_uuid')}, ${fields})::text AS body
  FROM identity i WHERE i.identity_uuid = $1`;

const rowsOf = (select) => `(SELECT coalesce(json_agg(r), '[]') FROM (${select}) r)`;

export const identity = `
  SELECT row_to_json(r)::text AS body
  FROM (SELECT true AS success, ${IDENTITY} FROM identity i WHERE i.identity_uuid = $1) r`;

export const list = `
  SELECT json_build_object(
    'success', true, 'count', (SELECT count(*) FROM identity), 'page', $3::integer, 'page_size', $1::integer,
    'identities', ${rowsOf(`
      SELECT ${IDENTITY},
        (SELECT count(*) FROM face_detection d WHERE d.identity_uuid = i.identity_uuid) AS face_count
      FROM (SELECT * FROM identity ORDER BY sort_key, identity_uuid LIMIT $1 OFFSET $2) i`)}
  )::text AS body`;

/** The best first: the very name, its beginning, the beginning of a word, anything else. */
export const search = `
  SELECT json_build_object(
    'success', true, 'count', (SELECT count(*) FROM identity WHERE name_key LIKE $3),
    'page', $6::integer, 'page_size', $4::integer,
    'results', ${rowsOf(`
      SELECT ${hex('i.identity_uuid')} AS identity_uuid, i.name, i.source, i.tmdb_id,
        (SELECT ${hex('d.file_uuid')} FROM face_detection d WHERE d.identity_uuid = i.identity_uuid
          GROUP BY d.file_uuid ORDER BY count(*) DESC, d.file_uuid DESC LIMIT 1) AS file_uuid
      FROM (
        SELECT * FROM identity WHERE name_key LIKE $3
        ORDER BY CASE WHEN name_key = $1 THEN 0 WHEN name_key LIKE $2 THEN 1
          WHEN name_key LIKE ANY (ARRAY['% ' || $2, '%-' || $2]) THEN 2 ELSE 3 END, sort_key, identity_uuid
        LIMIT $4 OFFSET $5
      ) i`)}
  )::text AS body`;

const FILES = `
  SELECT ${hex('f.file_uuid')} AS file_uuid, f.name AS file_name, s.face_count, s.trace_count, s.confidence,
    s.max_confidence, s.start_frame, s.end_frame, s.start_time, s.end_time
  FROM (
    SELECT file_uuid, count(*) AS face_count, count(DISTINCT trace_id) AS trace_count,
      round(avg(confidence)::numeric, 6) AS confidence, max(confidence) AS max_confidence,
      min(frame_number) AS start_frame, max(frame_number) AS end_frame,
      min("time") AS start_time, max("time") AS end_time
    FROM face_detection WHERE identity_uuid = $1 GROUP BY file_uuid
  ) s JOIN file f USING (file_uuid)
  ORDER BY f.file_uuid`;

export const files = whole(FILES);

const FACES = `
  SELECT ${FACE} FROM face_detection d WHERE d.identity_uuid = $1 ORDER BY d.file_uuid, d.frame_number, d.face_id`;

export const facesWhole = whole(FACES);
export const facesPage = about(`
  'count', (SELECT count(*) FROM face_detection d WHERE d.identity_uuid = $1), 'page', $4::integer,
  'page_size', $2::integer, 'data', ${rowsOf(`${FACES} LIMIT $2 OFFSET $3`)}`);

/**
 * In the files in which somebody is, what is said with the face on screen: a probe of the index a chunk, which for
 * PostgreSQL must be a scalar. As an EXISTS it becomes a join that compares each chunk with each detection of its file.
 */
const CHUNKS = `
  SELECT c.*
  FROM chunk c
  WHERE c.file_uuid = ANY (ARRAY(SELECT DISTINCT file_uuid FROM face_detection WHERE identity_uuid = $1))
    AND (
      SELECT true FROM face_detection d
      WHERE d.identity_uuid = $1 AND d.file_uuid = c.file_uuid
        AND d.frame_number BETWEEN c.start_frame AND c.end_frame
      LIMIT 1
    )`;
const IN_ORDER = 'ORDER BY c.file_uuid, c.start_frame, c.id';

export const chunksWhole = whole(`SELECT ${CHUNK} FROM (${CHUNKS}) c ${IN_ORDER}`);
export const chunksPage = `
  WITH found AS MATERIALIZED (${CHUNKS})
  ${about(`
    'count', (SELECT count(*) FROM found), 'page', $4::integer, 'page_size', $2::integer,
    'data', ${rowsOf(`SELECT ${CHUNK} FROM found c ${IN_ORDER} LIMIT $2 OFFSET $3`)}`)}`;

export const findFace = `
  SELECT trace_id, ${hex('identity_uuid')} AS owner FROM face_detection WHERE file_uuid = $1 AND face_id = $2`;

const BIND = `
  UPDATE face_detection SET identity_uuid = $1, provenance = 'manual', binding_confidence = NULL
  WHERE identity_uuid IS DISTINCT FROM $1 AND file_uuid = $2`;

export const bindTrace = `${BIND} AND trace_id = $3`;
export const bindFace = `${BIND} AND face_id = $3`;

/** All rows, and how many they are. */
function whole(select) {
  return about(`'count', w.count, 'data', w.data`).replace(
    'FROM identity i',
    `FROM identity i CROSS JOIN LATERAL (SELECT count(*), coalesce(json_agg(r), '[]') AS data FROM (${select}) r) w`,
  );
}
