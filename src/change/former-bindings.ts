import { hex } from '../common/sql.js';

/** In which order the detections of a file are looked at, so that those that were bound alike come one after the other. */
export const ALIKE_FIRST = 'identity_uuid, provenance, frame_number, face_id';

/** What is kept of detections that were bound alike, in the order in which they come. To sort in each group takes longer. */
export const DETECTIONS = `
  array_agg(face_id) AS face_ids,
  CASE WHEN count(binding_confidence) > 0 THEN array_agg(binding_confidence) END AS binding_confidences`;

/** A group `g` of detections that were bound alike, in the form in which it is kept: one of the FormerBindings. */
export const asKept = (g: string, file_uuid: string): string => `
  SELECT ${hex(file_uuid)} AS file_uuid, ${hex(`${g}.identity_uuid`)} AS identity_uuid, ${g}.provenance,
    ${g}.face_ids, ${g}.binding_confidences`;

/** The detections of `rows` that were bound alike, as `g`, and the same as it is kept, as `r`. */
const boundAlike = (rows: string): string => `
  (
    SELECT file_uuid, identity_uuid, provenance, ${DETECTIONS}
    FROM (SELECT * FROM (${rows}) d ORDER BY file_uuid, ${ALIKE_FIRST}) d
    GROUP BY file_uuid, identity_uuid, provenance
  ) g
  CROSS JOIN LATERAL (${asKept('g', 'g.file_uuid')}) r`;

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
