import { hex } from '../common/sql.js';

/**
 * Whose the detections are that `rows` selects (file_uuid, face_id, frame_number, identity_uuid, provenance,
 * binding_confidence), as FormerBindings: a scalar, null where there are none.
 */
export const formerBindings = (rows: string): string => `
  (
    SELECT json_agg(b)
    FROM (
      SELECT ${hex('file_uuid')} AS file_uuid, ${hex('identity_uuid')} AS identity_uuid, provenance,
        array_agg(face_id ORDER BY frame_number, face_id) AS face_ids,
        CASE WHEN count(binding_confidence) > 0
          THEN array_agg(binding_confidence ORDER BY frame_number, face_id)
        END AS binding_confidences
      FROM (${rows}) d
      GROUP BY d.file_uuid, d.identity_uuid, d.provenance
      ORDER BY d.file_uuid, d.identity_uuid, d.provenance
    ) b
  )`;
