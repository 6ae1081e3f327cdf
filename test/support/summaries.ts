import { expect } from '@jest/globals';
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

/** What is kept of identities and files themselves, and the same counted anew. */
const COUNTS = `
  SELECT i.identity_uuid AS uuid, ARRAY[i.face_count] AS kept, ARRAY[count(d.face_id)::integer] AS anew
  FROM identity i LEFT JOIN face_detection d USING (identity_uuid)
  GROUP BY i.identity_uuid
  UNION ALL
  SELECT f.file_uuid, ARRAY[f.face_count, f.trace_count, f.chunk_count], ARRAY[
    count(d.face_id)::integer, count(DISTINCT d.trace_id)::integer,
    (SELECT count(*)::integer FROM chunk c WHERE c.file_uuid = f.file_uuid)
  ]
  FROM file f LEFT JOIN face_detection d USING (file_uuid)
  GROUP BY f.file_uuid`;

/** Whatever the service keeps of its detections and chunks is as if it were counted anew. */
export async function expectExactSummaries(dataSource: DataSource): Promise<void> {
  expect(await dataSource.query(APPEARANCES)).toEqual(await dataSource.query(APPEARANCES_ANEW));
  expect(await dataSource.query(TRACES)).toEqual(await dataSource.query(TRACES_ANEW));
  const counts = await dataSource.query<{ uuid: string; kept: number[]; anew: number[] }[]>(COUNTS);
  expect(counts.map(({ uuid, kept }) => [uuid, kept])).toEqual(counts.map(({ uuid, anew }) => [uuid, anew]));
}
