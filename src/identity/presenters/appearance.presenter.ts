import { hex } from '../../common/sql.js';

/** What an identity's detections in a file come to: their summary `a`. */
export const sumFields = `
  a.face_count,
  cardinality(a.trace_ids) AS trace_count,
  a.confidence,
  a.max_confidence,
  a.start_frame,
  a.end_frame,
  a.start_time,
  a.end_time`;

/** A file `f` in which an identity appears, with its summary `a`. */
export const appearanceFields = `
  ${hex('a.file_uuid')} AS file_uuid,
  f.name AS file_name,
  ${sumFields}`;

/** The bounding box of a face detection `d`, as `b`: a join, which costs less than a sub-select a row. */
export const faceBox = 'CROSS JOIN LATERAL (SELECT d.x, d.y, d.width, d.height) b';

/** A face detection `d`, with its box `b`. */
export const faceFields = `
  ${hex('d.file_uuid')} AS file_uuid,
  d.frame_number,
  d.face_id,
  d.confidence,
  d.trace_id,
  d."time",
  b AS bbox`;

/** A chunk `c`. */
export const chunkFields = `
  c.id,
  ${hex('c.file_uuid')} AS file_uuid,
  c.chunk_id,
  c.chunk_type,
  c.start_frame,
  c.end_frame,
  c.fps,
  c.start_time,
  c.end_time,
  c.text_content`;
