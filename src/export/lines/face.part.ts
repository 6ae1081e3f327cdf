/** The embedding of a detection `d`, as the end of its line; null without one, so that the line doesn't have it. */
const EMBEDDING = `
  SELECT concat(
    ',"embedding":{"model":', to_json(e.model), ',"dimension":', e.dimension,
    ',"values":"', replace(encode(e.vector, 'base64'), E'\\n', ''), '"}'
  )
  FROM face_embedding e
  WHERE e.file_uuid = d.file_uuid AND e.face_id = d.face_id`;

/**
 * The detections of the files `where`. The embedding is looked up for each: a join could choose to read all
 * embeddings there are.
 */
export const facePart = (where: string): string => `
  SELECT d.file_uuid, 1 AS part, d.frame_number AS place, 0 AS number, d.face_id AS id,
    concat(left(row_to_json(r)::text, -1), (${EMBEDDING}), '}') AS line
  FROM (
    SELECT * FROM face_detection WHERE ${where} ORDER BY file_uuid, frame_number, face_id OFFSET 0
  ) d
  CROSS JOIN LATERAL (
    SELECT
      'face' AS type,
      d.face_id,
      d.frame_number,
      d."time",
      d.confidence,
      d.trace_id,
      (SELECT row_to_json(b) FROM (SELECT d.x, d.y, d.width, d.height) b) AS bbox
  ) r`;
