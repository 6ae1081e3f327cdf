import { hex } from '../../common/sql.js';

/** Detections in one line at the most. */
const FACES = 1000;

/** The detections of the files `where` of which somebody has said whose they are, each with its place among its like. */
const SAID = (where: string): string => `
  SELECT *, row_number() OVER (
    PARTITION BY file_uuid, identity_uuid, provenance, binding_confidence ORDER BY frame_number, face_id
  ) - 1 AS nth
  FROM face_detection
  WHERE ${where} AND provenance IS NOT NULL`;

/** Whose they are: by identity (nobody's last), provenance and confidence, in lines of bounded length. */
export const bindingPart = (where: string): string => `
  SELECT g.file_uuid, 3 AS part, g.place, 0 AS number, '' AS id, row_to_json(r)::text AS line
  FROM (
    SELECT file_uuid, identity_uuid, provenance, binding_confidence,
      array_agg(face_id ORDER BY nth) AS face_ids,
      (row_number() OVER (
        PARTITION BY file_uuid ORDER BY identity_uuid, provenance, binding_confidence, nth / ${FACES}
      ))::integer AS place
    FROM (${SAID(where)}) d
    GROUP BY file_uuid, identity_uuid, provenance, binding_confidence, nth / ${FACES}
  ) g
  CROSS JOIN LATERAL (
    SELECT
      'binding' AS type,
      ${hex('g.identity_uuid')} AS identity_uuid,
      g.provenance,
      g.binding_confidence AS confidence,
      g.face_ids
  ) r`;
