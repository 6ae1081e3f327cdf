import { isSameFace } from '../catalogue/same-face.js';

/** Rejects `identity` for detections. `detections`: what stands behind FROM, with the detection as `d`. */
export const rejecting = (identity: string, detections: string): string => `
  INSERT INTO rejection (identity_uuid, file_uuid, frame_number, x, y, width, height)
  SELECT ${identity}, d.file_uuid, d.frame_number, d.x, d.y, d.width, d.height
  FROM ${detections}
  ON CONFLICT DO NOTHING`;

/**
 * Lifts the rejections of those detections `d` that meet a condition and are bound by a person: those of their owner,
 * and those of every identity. `moves`: a relation with `file_uuid` and `owner`, called `m` in the condition.
 *
 * OFFSET 0 keeps the planner from reading the detections before it knows that there is a rejection: mostly there is none.
 */
export const lifting = (moves: string, m: string, condition: string): string => `
  DELETE FROM rejection r
  USING ${moves} ${m}
  WHERE r.file_uuid = ${m}.file_uuid AND (r.identity_uuid = ${m}.owner OR r.identity_uuid IS NULL)
    AND EXISTS (
      SELECT FROM face_detection d
      WHERE ${condition} AND d.frame_number = r.frame_number AND ${isSameFace('r', 'd')}
      OFFSET 0
    )`;
