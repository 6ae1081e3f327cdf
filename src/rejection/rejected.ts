import { isSameFace } from '../catalogue/same-face.js';

/**
 * The rule that a matcher obeys. It binds no detection to an identity that a person has rejected for it: in the same
 * file and frame, with boxes that are the same face. Nor does it bind other detections of the same trace to that
 * identity, unless some detection of the trace is still the identity's: then only the rejected ones are left out.
 */

/**
 * SQL condition: a person has rejected `identity` for the detection `d`. What others say of a person's word (rows that
 * come in with provenance `manual`) obeys this, too.
 */
export const isRejected = (identity: string, d: string, fileUuid = `${d}.file_uuid`): string => `
  EXISTS (
    SELECT FROM rejection r
    WHERE r.file_uuid = ${fileUuid} AND r.frame_number = ${d}.frame_number
      AND (r.identity_uuid = ${identity} OR r.identity_uuid IS NULL)
      AND ${isSameFace('r', d)}
  )`;

/**
 * SELECT of `identity_uuid` and `trace_id`: the traces of a file that no matcher may bind to the identity. `detections`:
 * a relation of the file's detections and their owners, with the columns of face_detection.
 */
export const rejectedTraces = (fileUuid: string, detections: string): string => `
  SELECT DISTINCT r.identity_uuid, d.trace_id
  FROM rejection r
  JOIN ${detections} d ON d.frame_number = r.frame_number AND ${isSameFace('r', 'd')}
  WHERE r.file_uuid = ${fileUuid} AND r.identity_uuid IS NOT NULL AND d.trace_id IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM ${detections} o WHERE o.trace_id = d.trace_id AND o.identity_uuid = r.identity_uuid
    )`;

/**
 * SQL condition: the rejection `r` contradicts what a person has bound. Every detection of the file that it applies to
 * is bound by a person to the identity that it rejects; there is at least one.
 */
export const isContradicted = (r: string, fileUuid = `${r}.file_uuid`): string => `
  coalesce((
    SELECT bool_and(
      d.identity_uuid IS NOT NULL AND d.provenance = 'manual'
        AND (${r}.identity_uuid IS NULL OR ${r}.identity_uuid = d.identity_uuid)
    )
    FROM face_detection d
    WHERE d.file_uuid = ${fileUuid} AND d.frame_number = ${r}.frame_number AND ${isSameFace(r, 'd')}
  ), false)`;
