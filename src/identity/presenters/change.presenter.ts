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
    SELECT coalesce(json_agg(b), '[]')
    FROM (
      SELECT b ->> 'file_uuid' AS file_uuid, b ->> 'identity_uuid' AS identity_uuid, b ->> 'provenance' AS provenance,
        json_array_length(b -> 'face_ids') AS face_count
      FROM json_array_elements(h.bindings) b
    ) b
  ) AS bindings`;
