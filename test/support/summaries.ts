import type { DataSource } from 'typeorm';

/** What is kept of identities in files. */
const APPEARANCES = `
  SELECT identity_uuid, file_uuid, face_count, trace_ids, confidence, max_confidence,
    start_frame, end_frame, start_time, end_time
  FROM appearance
  ORDER BY identity_uuid, file_uuid`;

/** The same, counted anew from the detections. */
const APPEARANCES_ANEW = `
  SELECT identity_uuid, file_uuid, count(*)::integer AS face_count,
    array_remove(array_agg(DISTINCT trace_id ORDER BY trace_id), NULL) AS trace_ids,
    round(avg(confidence)::numeric, 6)::float8 AS confidence, max(confidence) AS max_confidence,
    min(frame_number) AS start_frame, max(frame_number) AS end_frame,
    min("time") AS start_time, max("time") AS end_time
  FROM face_detection
  WHERE identity_uuid IS NOT NULL
  GROUP BY identity_uuid, file_uuid
  ORDER BY identity_uuid, file_uuid`;

/** What is kept of traces. */
const TRACES = `
  SELECT file_uuid, trace_id, face_count, confidence, max_confidence, start_frame, end_frame, start_time, end_time
  FROM trace
  ORDER BY file_uuid, trace_id`;

/** The same, counted anew. */
const TRACES_ANEW = `
  SELECT file_uuid, trace_id, count(*)::integer AS face_count,
    round(avg(confidence)::numeric, 6)::float8 AS confidence, max(confidence) AS max_confidence,
    min(frame_number) AS start_frame, max(frame_number) AS end_frame,
    min("time") AS start_time, max("time") AS end_time
  FROM face_detection
  WHERE trace_id IS NOT NULL
  GROUP BY file_uuid, trace_id
  ORDER BY file_uuid, trace_id`;

/** What is kept of who is on screen during which chunks. */
const CHUNKS = `
  SELECT identity_uuid, file_uuid, start_frame, id FROM appearance_chunk
  ORDER BY identity_uuid, file_uuid, start_frame, id`;

/** The same, looked for anew. */
const CHUNKS_ANEW = `
  SELECT DISTINCT d.identity_uuid, d.file_uuid, c.start_frame, c.id
  FROM face_detection d
  JOIN chunk c ON c.file_uuid = d.file_uuid AND d.frame_number BETWEEN c.start_frame AND c.end_frame
  WHERE d.identity_uuid IS NOT NULL
  ORDER BY d.identity_uuid, d.file_uuid, c.start_frame, c.id`;

/** What is kept of identities and files themselves, and the same counted anew. */
const COUNTS = `
  SELECT i.identity_uuid AS uuid, ARRAY[i.face_count, i.chunk_count] AS kept, ARRAY[
    (SELECT count(*)::integer FROM face_detection d WHERE d.identity_uuid = i.identity_uuid),
    (SELECT count(*)::integer FROM appearance_chunk k WHERE k.identity_uuid = i.identity_uuid)
  ] AS anew
  FROM identity i
  UNION ALL
  SELECT a.identity_uuid, ARRAY[a.chunk_count], ARRAY[count(k.id)::integer]
  FROM appearance a LEFT JOIN appearance_chunk k USING (identity_uuid, file_uuid)
  GROUP BY a.identity_uuid, a.file_uuid
  UNION ALL
  SELECT f.file_uuid, ARRAY[f.face_count, f.trace_count, f.chunk_count], ARRAY[
    count(d.face_id)::integer, count(DISTINCT d.trace_id)::integer,
    (SELECT count(*)::integer FROM chunk c WHERE c.file_uuid = f.file_uuid)
  ]
  FROM file f LEFT JOIN face_detection d USING (file_uuid)
  GROUP BY f.file_uuid`;

/** In which file each identity is most, as it is kept and looked for anew. */
const MAIN_FILES = `
  SELECT i.identity_uuid, i.main_file_uuid AS kept, (
    SELECT d.file_uuid FROM face_detection d
    WHERE d.identity_uuid = i.identity_uuid
    GROUP BY d.file_uuid
    ORDER BY count(*) DESC, d.file_uuid DESC
    LIMIT 1
  ) AS anew
  FROM identity i`;

/** How many rows the lists of all identities and files have, as it is kept and counted anew. */
const TALLIES = `
  SELECT (SELECT coalesce(sum(count), 0)::integer FROM file_tally) AS files,
    (SELECT count(*)::integer FROM file) AS files_anew,
    (SELECT coalesce(sum(count), 0)::integer FROM identity_tally) AS identities,
    (SELECT count(*)::integer FROM identity) AS identities_anew`;

/** By which parts of its name an identity is found. */
const PARTS =
  'SELECT part, identity_uuid, place::integer, sort_key FROM name_part ORDER BY part, identity_uuid';

/** The same, made anew: each part once, with the best of its places. */
const PARTS_ANEW = `
  SELECT DISTINCT ON (part, identity_uuid) part, identity_uuid, place, sort_key
  FROM (
    SELECT substr(name_key, at, 64) COLLATE "C" AS part, identity_uuid, left(sort_key, 64) AS sort_key,
      CASE WHEN at = 1 THEN 0 WHEN substr(name_key, at - 1, 1) ~ '[- .''’(/]' THEN 1 ELSE 2 END AS place
    FROM identity CROSS JOIN generate_series(1, greatest(1, length(name_key))) at
  ) parts
  ORDER BY part, identity_uuid, place`;

/** Where identities stand by number of detections, as it is kept and as their own numbers say. */
const ranksIn = (table: string): string =>
  `SELECT face_count, identity_uuid, status, source, identity_type FROM ${table} ORDER BY 1, 2`;

/** Whatever the service keeps of its detections and chunks is as if it were counted anew. */
export async function expectExactSummaries(dataSource: DataSource): Promise<void> {
  expect(await dataSource.query(APPEARANCES)).toEqual(await dataSource.query(APPEARANCES_ANEW));
  expect(await dataSource.query(TRACES)).toEqual(await dataSource.query(TRACES_ANEW));
  expect(await dataSource.query(CHUNKS)).toEqual(await dataSource.query(CHUNKS_ANEW));
  expect(await dataSource.query(PARTS)).toEqual(await dataSource.query(PARTS_ANEW));
  expect(await dataSource.query(ranksIn('identity_rank'))).toEqual(
    await dataSource.query(ranksIn('identity')),
  );
  const [tally] = await dataSource.query<[Record<string, number>]>(TALLIES);
  expect([tally.files, tally.identities]).toEqual([tally.files_anew, tally.identities_anew]);
  const counts = await dataSource.query<{ uuid: string; kept: number[]; anew: number[] }[]>(COUNTS);
  expect(counts.map(({ uuid, kept }) => [uuid, kept])).toEqual(counts.map(({ uuid, anew }) => [uuid, anew]));
  const mains = await dataSource.query<{ identity_uuid: string; kept: unknown; anew: unknown }[]>(MAIN_FILES);
  expect(mains.filter(({ kept, anew }) => kept !== anew)).toEqual([]);
}
