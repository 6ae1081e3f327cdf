import { isSameFace } from '../catalogue/same-face.js';

/** Rejects `identity` for detections. `detections`: what stands behind FROM, with the detection as `d`. */
export const rejecting = (identity: string, detections: string): string => `
  INSERT INTO rejection (identity_uuid, file_uuid, frame_number, x, y, width, height)
  SELECT ${identity}, d.file_uuid, d.frame_number, d.x, d.y, d.width, d.height
  FROM ${detections}
  ON CONFLICT DO NOTHING`;

/** A bind by a person, `m` (file_uuid, owner), lifts the rejections `r` of the owner, and those of every identity. */
const IS_LIFTED = `(
  r.file_uuid = m.file_uuid AND r.identity_uuid = m.owner OR r.file_uuid = m.file_uuid AND r.identity_uuid IS NULL
)`;

/**
 * Lifts the rejections of the detections `d` that a person has bound. `binds`: a relation with `file_uuid` and `owner`,
 * called `m`; `condition`: which detections a bind is about.
 *
 * OFFSET 0 keeps the planner from reading the detections before it knows that there is a rejection: mostly there is none.
 */
export const lifting = (binds: string, condition: string): string => `
  DELETE FROM rejection r
  USING ${binds}
  WHERE ${IS_LIFTED}
    AND EXISTS (
      SELECT FROM face_detection d
      WHERE ${condition} AND d.frame_number = r.frame_number AND ${isSameFace('r', 'd')}
      OFFSET 0
    )`;

/**
 * Whether there is any rejection that the binds could lift. To ask first costs nothing measurable; to look for those
 * that they do lift without asking costs PostgreSQL 8 % of a bind, though there is none.
 */
export const mayLift = (binds: string): string => `
  EXISTS (SELECT FROM ${binds} JOIN rejection r ON ${IS_LIFTED})`;
