import { hex, rfc3339 } from '../../common/sql.js';

/** What goes out of a change `h`: of detections their number, as there can be many. */
export const changeFields = `
  h.id AS change_id,
  ${rfc3339('h.changed_at')} AS changed_at,
  h.kind,
  h.api_key,
  h.request_id,
  ${hex('h.file_uuid')} AS file_uuid,
  h.before,
  h.after,
  (
    SELECT coalesce(json_agg(json_build_object(
      'file_uuid', b -> 'file_uuid',
      'identity_uuid', b -> 'identity_uuid',
      'provenance', b -> 'provenance',
      'face_count', json_array_length(b -> 'face_ids')
    )), '[]')
    FROM json_array_elements(h.bindings) b
  ) AS bindings`;
