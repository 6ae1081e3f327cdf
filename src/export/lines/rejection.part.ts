import { hex } from '../../common/sql.js';

/** The rejections in the files `where`: the place of a face and the identity that it is not, null for every identity. */
export const rejectionPart = (where: string): string => `
  SELECT j.file_uuid, 4 AS part, j.frame_number AS place, j.nth AS number, '' AS id, row_to_json(r)::text AS line
  FROM (
    SELECT *, (row_number() OVER (
      PARTITION BY file_uuid, frame_number ORDER BY identity_uuid, x, y, width, height
    ))::integer AS nth
    FROM rejection
    WHERE ${where}
  ) j
  CROSS JOIN LATERAL (
    SELECT
      'rejection' AS type,
      ${hex('j.identity_uuid')} AS identity_uuid,
      j.frame_number,
      (SELECT row_to_json(b) FROM (SELECT j.x, j.y, j.width, j.height) b) AS bbox
  ) r`;
