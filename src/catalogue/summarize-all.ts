import type { EntityManager } from 'typeorm';
import { appearanceChunks, appearances } from './appearance-summary.js';
import { traces } from './file-summary.js';
import { nameParts } from './name-parts.js';
import { ranks } from './ranks.js';
import { countAnew, TALLIES } from './tallies.js';

/**
 * Makes all that is kept with the tables anew: in a few statements over everything, for whoever has filled them
 * otherwise than the service does. Runs in a transaction beside which nobody writes.
 */
export async function summarizeAll(manager: EntityManager): Promise<void> {
  await manager.query('TRUNCATE trace, appearance, appearance_chunk, name_part');
  for (const statement of STATEMENTS) await manager.query(statement);
  // Behind the counts; triggers may have ranked some, and may not have been asked.
  await manager.query('TRUNCATE identity_rank');
  await manager.query(`INSERT INTO identity_rank ${ranks('true')} ORDER BY 1, 2`);
  for (const tally of TALLIES) await countAnew(manager, tally);
}

const STATEMENTS = [
  `INSERT INTO name_part ${nameParts('true')} ORDER BY 1, 2`,
  `INSERT INTO trace (
    file_uuid, trace_id, face_count, confidence, max_confidence, start_frame, end_frame, start_time, end_time
  )
  ${traces('trace_id IS NOT NULL')}`,
  `INSERT INTO appearance (
    identity_uuid, file_uuid, face_count, trace_ids, confidence, max_confidence,
    start_frame, end_frame, start_time, end_time
  )
  ${appearances('identity_uuid IS NOT NULL')}`,
  `INSERT INTO appearance_chunk ${appearanceChunks('true')} ORDER BY 1, 2, 3, 4`,
  `UPDATE appearance a
  SET chunk_count = k.chunk_count
  FROM (
    SELECT identity_uuid, file_uuid, count(*) AS chunk_count FROM appearance_chunk GROUP BY identity_uuid, file_uuid
  ) k
  WHERE (k.identity_uuid, k.file_uuid) = (a.identity_uuid, a.file_uuid)`,
  `UPDATE identity i
  SET face_count = coalesce(a.face_count, 0), chunk_count = coalesce(a.chunk_count, 0),
    main_file_uuid = a.main_file_uuid
  FROM identity j
  LEFT JOIN (
    SELECT identity_uuid, sum(face_count) AS face_count, sum(chunk_count) AS chunk_count,
      (array_agg(file_uuid ORDER BY face_count DESC, file_uuid DESC))[1] AS main_file_uuid
    FROM appearance
    GROUP BY identity_uuid
  ) a USING (identity_uuid)
  WHERE j.identity_uuid = i.identity_uuid`,
  `UPDATE file f
  SET face_count = coalesce(d.face_count, 0), trace_count = coalesce(t.trace_count, 0),
    chunk_count = coalesce(c.chunk_count, 0)
  FROM file g
  LEFT JOIN (SELECT file_uuid, count(*) AS face_count FROM face_detection GROUP BY file_uuid) d USING (file_uuid)
  LEFT JOIN (SELECT file_uuid, count(*) AS trace_count FROM trace GROUP BY file_uuid) t USING (file_uuid)
  LEFT JOIN (SELECT file_uuid, count(*) AS chunk_count FROM chunk GROUP BY file_uuid) c USING (file_uuid)
  WHERE g.file_uuid = f.file_uuid`,
];
