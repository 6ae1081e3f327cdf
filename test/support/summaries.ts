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

/** What is kept of identities and files themselves, and the same counted anew. */
const COUNTS = `
  SELECT i.identity_uuid, i.face_count AS kept, count(d.face_id)::integer AS anew
  FROM identity i LEFT JOIN face_detection d USING (identity_uuid)
  GROUP BY i.identity_uuid
  UNION ALL
  SELECT f.file_uuid, f.face_count, count(d.face_id)::integer
  FROM file f LEFT JOIN face_detection d USING (file_uuid)
  GROUP BY f.file_uuid`;

/** Whatever the service keeps of its detections is as if it were counted anew. */
export async function expectExactSummaries(dataSource: DataSource): Promise<void> {
  expect(await dataSource.query(APPEARANCES)).toEqual(await dataSource.query(APPEARANCES_ANEW));
  const counts = await dataSource.query<{ kept: number; anew: number }[]>(COUNTS);
  expect(counts.map(({ kept }) => kept)).toEqual(counts.map(({ anew }) => anew));
}
