import { hex, rfc3339 } from '../../common/sql.js';

/** What goes out of a file `f`: a SELECT list whose aliases are the fields. */
export const fileFields = `
  ${hex('f.file_uuid')} AS file_uuid,
  f.name,
  f.fps,
  f.duration,
  f.frame_count,
  f.width,
  f.height,
  f.face_count,
  f.trace_count,
  f.chunk_count,
  (SELECT count(*) FROM appearance a WHERE a.file_uuid = f.file_uuid) AS identity_count,
  ${rfc3339('f.created_at')} AS created_at,
  ${rfc3339('f.updated_at')} AS updated_at`;
