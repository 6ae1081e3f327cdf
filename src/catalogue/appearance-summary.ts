import type { EntityManager } from 'typeorm';

/** The revisions of identities after a change, by their uuids. */
export type Revisions = Map<string, string>;

/**
 * Makes the summaries of some identities in one file agree with its detections again. Runs in the
 * transaction that changed the bindings, which holds the file and the identities.
 */
export async function summarize(
  manager: EntityManager,
  fileUuid: string,
  identityUuids: string[],
): Promise<Revisions> {
  await manager.query(FORGET, [fileUuid, identityUuids]);
  await manager.query(SUMMARIZE, [fileUuid, identityUuids]);
  return countFaces(manager, identityUuids);
}

/**
 * Counts the detections of identities anew, in their summaries. They are held. Their rows are written even where
 * the count stays: that makes another revision, as their bindings have changed.
 */
export async function countFaces(manager: EntityManager, identityUuids: string[]): Promise<Revisions> {
  const rows = await manager.query<{ identity_uuid: string; revision: string }[]>(COUNT, [identityUuids]);
  return new Map(rows.map(({ identity_uuid, revision }) => [identity_uuid, revision]));
}

/** The summaries of the detections that meet a condition. */
export const appearances = (condition: string): string => `
  SELECT identity_uuid, file_uuid, count(*) AS face_count,
    coalesce(array_agg(DISTINCT trace_id) FILTER (WHERE trace_id IS NOT NULL), '{}') AS trace_ids,
    round(avg(confidence)::numeric, 6) AS confidence, max(confidence) AS max_confidence,
    min(frame_number) AS start_frame, max(frame_number) AS end_frame,
    min("time") AS start_time, max("time") AS end_time
  FROM face_detection
  WHERE ${condition}
  GROUP BY identity_uuid, file_uuid`;

const FORGET = 'DELETE FROM appearance WHERE file_uuid = $1 AND identity_uuid = ANY ($2)';

const SUMMARIZE = `
  INSERT INTO appearance (
    identity_uuid, file_uuid, face_count, trace_ids, confidence, max_confidence,
    start_frame, end_frame, start_time, end_time
  )
  ${appearances('file_uuid = $1 AND identity_uuid = ANY ($2)')}`;

const COUNT = `
  WITH counted AS (
    UPDATE identity i
    SET face_count = (
      SELECT coalesce(sum(a.face_count), 0) FROM appearance a WHERE a.identity_uuid = i.identity_uuid
    )
    WHERE i.identity_uuid = ANY ($1)
    RETURNING i.identity_uuid, i.revision
  )
  SELECT identity_uuid, revision FROM counted`;
