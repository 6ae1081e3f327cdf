import type { EntityManager } from 'typeorm';

/**
 * Makes the traces and the counts of a file agree with its detections and chunks again. Runs in the
 * transaction that changed them, which holds the file. `traceIds`: the traces that were touched; all of the
 * file's where they are not given.
 */
export async function summarizeFile(
  manager: EntityManager,
  fileUuid: string,
  traceIds: number[] | null = null,
): Promise<void> {
  await manager.query(FORGET_TRACES, [fileUuid, traceIds]);
  await manager.query(SUMMARIZE_TRACES, [fileUuid, traceIds]);
  await manager.query(COUNT, [fileUuid]);
}

/** The traces of the detections that meet a condition. */
export const traces = (condition: string): string => `
  SELECT file_uuid, trace_id, count(*) AS face_count,
    round(avg(confidence)::numeric, 6) AS confidence, max(confidence) AS max_confidence,
    min(frame_number) AS start_frame, max(frame_number) AS end_frame,
    min("time") AS start_time, max("time") AS end_time
  FROM face_detection
  WHERE ${condition}
  GROUP BY file_uuid, trace_id`;

const FORGET_TRACES = `
  DELETE FROM trace WHERE file_uuid = $1 AND ($2::integer[] IS NULL OR trace_id = ANY ($2))`;

const SUMMARIZE_TRACES = `
  INSERT INTO trace (
    file_uuid, trace_id, face_count, confidence, max_confidence, start_frame, end_frame, start_time, end_time
  )
  ${traces(`
    file_uuid = $1 AND trace_id IS NOT NULL AND ($2::integer[] IS NULL OR trace_id = ANY ($2))`)}`;

const COUNT = `
  UPDATE file f
  SET face_count = (SELECT count(*) FROM face_detection d WHERE d.file_uuid = f.file_uuid),
    trace_count = (SELECT count(*) FROM trace t WHERE t.file_uuid = f.file_uuid),
    chunk_count = (SELECT count(*) FROM chunk c WHERE c.file_uuid = f.file_uuid)
  WHERE f.file_uuid = $1`;
