import { hex } from '../../common/sql.js';
import { chunkFields, faceFields, sumFields } from '../../identity/presenters/appearance.presenter.js';

/** An identity `i` that appears in a file, with its summary `a` there. */
export const fileIdentityFields = `
  ${hex('a.identity_uuid')} AS identity_uuid,
  i.name,
  ${sumFields}`;

/** A face detection `d`, and whose it is. */
export const fileFaceFields = `
  ${faceFields},
  ${hex('d.identity_uuid')} AS identity_uuid,
  d.provenance,
  d.binding_confidence`;

/** A trace `tr`, and whose its detections are. */
export const traceFields = `
  tr.trace_id,
  tr.face_count,
  tr.confidence,
  tr.max_confidence,
  tr.start_frame,
  tr.end_frame,
  tr.start_time,
  tr.end_time,
  ARRAY(
    SELECT ${hex('o.identity_uuid')}
    FROM (
      SELECT DISTINCT d.identity_uuid
      FROM face_detection d
      WHERE d.file_uuid = tr.file_uuid AND d.trace_id = tr.trace_id AND d.identity_uuid IS NOT NULL
    ) o
    ORDER BY o.identity_uuid
  ) AS identity_uuids`;

/** A chunk `c`, and who says what in it. */
export const fileChunkFields = `
  ${chunkFields},
  c.speaker,
  c.text`;
