import { hex } from '../common/sql.js';

/** The detections of `rows` that were bound alike, as `g`, and the same as it is kept, as `r`. */
const boundAlike = (rows: string): string => `
  (
    SELECT file_uuid, identity_uuid, provenance,
      array_agg(face_id ORDER BY frame_number, face_id) AS face_ids,
      CASE WHEN count(binding_confidence) > 0
        THEN array_agg(binding_confidence ORDER BY frame_number, face_id)
      END AS binding_confidences
    FROM (${rows}) d
    GROUP BY file_uuid, identity_uuid, provenance
  ) g
  CROSS JOIN LATERAL (
    SELECT ${hex('g.file_uuid')} AS file_uuid, ${hex('g.identity_uuid')} AS identity_uuid, g.provenance,
      g.face_ids, g.binding_confidences
  ) r`;

/**
 * Whose the detections are that `rows` selects (file_uuid, face_id, frame_number, identity_uuid, provenance,
 * binding_confidence), as FormerBindings: a scalar, null where there are none.
 */
export const formerBindings = (rows: string): string => `
  (SELECT json_agg(r ORDER BY g.file_uuid, g.identity_uuid, g.provenance) FROM ${boundAlike(rows)})`;

/** The same of each file, as `bindings`. */
export const formerBindingsByFile = (rows: string): string => `
  SELECT g.file_uuid, json_agg(r ORDER BY g.identity_uuid, g.provenance) AS bindings
  FROM ${boundAlike(rows)}
  GROUP BY g.file_uuid`;
