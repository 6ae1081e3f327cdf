import type { EntityManager } from 'typeorm';

/**
 * Makes the summaries of some identities in one file agree with its detections again. Runs in the
 * transaction that changed the bindings, which holds the file and the identities.
 */
export async function summarize(
  manager: EntityManager,
  fileUuid: string,
  identityUuids: string[],
): Promise<void> {
  await manager.query(FORGET, [fileUuid, identityUuids]);
  await manager.query(SUMMARIZE, [fileUuid, identityUuids]);
  await manager.query(COUNT, [identityUuids]);
}

const FORGET = 'DELETE FROM appearance WHERE file_uuid = $1 AND identity_uuid = ANY ($2)';

const SUMMARIZE = `
  INSERT INTO appearance (
    identity_uuid, file_uuid, face_count, trace_ids, confidence, max_confidence,
    start_frame, end_frame, start_time, end_time
  )
  SELECT identity_uuid, file_uuid, count(*),
    coalesce(array_agg(DISTINCT trace_id) FILTER (WHERE trace_id IS NOT NULL), '{}'),
    round(avg(confidence)::numeric, 6), max(confidence),
    min(frame_number), max(frame_number), min("time"), max("time")
  FROM face_detection
  WHERE file_uuid = $1 AND identity_uuid = ANY ($2)
  GROUP BY identity_uuid, file_uuid`;

const COUNT = `
  UPDATE identity i
  SET face_count = (
    SELECT coalesce(sum(a.face_count), 0) FROM appearance a WHERE a.identity_uuid = i.identity_uuid
  )
  WHERE i.identity_uuid = ANY ($1)`;
