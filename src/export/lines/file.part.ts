import { hex } from '../../common/sql.js';
import { rfc3339Micro } from './timestamp.js';

/** The files `where`, as the archive has them. */
export const filePart = (where: string): string => `
  SELECT f.file_uuid, 0 AS part, 0 AS place, 0 AS number, '' AS id, row_to_json(r)::text AS line
  FROM file f
  CROSS JOIN LATERAL (
    SELECT
      'file' AS type,
      ${hex('f.file_uuid')} AS file_uuid,
      f.name,
      f.fps,
      f.duration,
      f.frame_count,
      f.width,
      f.height,
      ${rfc3339Micro('f.created_at')} AS created_at,
      ${rfc3339Micro('f.updated_at')} AS updated_at
  ) r
  WHERE f.${where}`;
