/** The chunks of the files `where`. */
export const chunkPart = (where: string): string => `
  SELECT c.file_uuid, 2 AS part, c.start_frame AS place, c.id AS number, '' AS id, row_to_json(r)::text AS line
  FROM (SELECT * FROM chunk WHERE ${where} ORDER BY file_uuid, start_frame, id OFFSET 0) c
  CROSS JOIN LATERAL (
    SELECT
      'chunk' AS type,
      c.id,
      c.chunk_id,
      c.chunk_type,
      c.start_frame,
      c.end_frame,
      c.fps,
      c.start_time,
      c.end_time,
      c.text_content,
      c.speaker,
      c.text
  ) r`;
