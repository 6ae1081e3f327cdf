import type { FaceRow } from '../../ingest/face/face-row.js';
import type { UnknownNames } from '../unknown-names.js';

/** The model of embeddings of which the pipeline doesn't name one. */
const MODEL = 'pipeline';

/** The names that are understood, and those that are known to be of no use here. */
const UNDERSTOOD = new Set([
  ...['x', 'y', 'width', 'w', 'height', 'h', 'bbox', 'confidence', 'embedding', 'trace_id'],
  ...['pose_angle', 'landmarks', 'face_id', 'frame', 'frame_number'],
]);

/** A face of a face file as a row of ours; its values are judged later, with those of all others. */
export function toFaceRow(frame: number, index: number, face: object, model = MODEL): FaceRow {
  const { bbox, confidence, trace_id, embedding, ...given } = face as Record<string, unknown>;
  const { x, y, width, w, height, h } = (bbox ?? given) as Record<string, unknown>;
  return {
    face_id: `${frame}_${index}`,
    frame_number: frame,
    confidence,
    bbox: { x, y, width: width ?? w, height: height ?? h },
    ...(trace_id !== undefined && { trace_id }),
    ...(embedding !== undefined && embedding !== null && { embedding: { model, values: embedding } }),
  } as FaceRow;
}

export function noteUnknown(face: object, unknown: UnknownNames): void {
  for (const name in face) if (!UNDERSTOOD.has(name)) unknown.add(`frames.*.faces.*.${name}`);
}
