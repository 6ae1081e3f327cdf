import type { Provenance } from '../../catalogue/entities/face-detection.entity.js';
import type { FieldFault } from '../../common/errors/problem.js';
import { toHex } from '../../common/uuid.js';
import type { CopyValue } from '../copy-writer.js';
import { judgeOf } from '../judge.js';
import { bytesOfEmbedding, type GivenEmbedding } from './embedding.js';
import { FACE_SCHEMA } from './face.schema.js';

/** A detection that the schema has found in order. */
export interface FaceRow {
  file_uuid?: string;
  face_id: string;
  frame_number: number;
  /** Seconds; from the frame and the file's fps where it isn't given. */
  time?: number | null;
  confidence: number;
  trace_id?: number | null;
  bbox: { x: number; y: number; width: number; height: number };
  embedding?: GivenEmbedding | null;
  identity_uuid?: string | null;
  provenance?: Provenance | null;
  binding_confidence?: number | null;
}

/** The columns of incoming_face, in the order in which `toColumns` gives them. */
export const FACE_COLUMNS = [
  'line',
  'face_id',
  'frame_number',
  '"time"',
  'confidence',
  'trace_id',
  'says_trace',
  'x',
  'y',
  'width',
  'height',
  'model',
  'vector',
  'identity_uuid',
  'provenance',
  'binding_confidence',
];

const judge = judgeOf(FACE_SCHEMA);

/** What makes a row unfit, as far as it alone tells. */
export function faultsOfFace(row: unknown, fileUuid: string): FieldFault[] {
  const faults = judge(row);
  if (faults.length > 0) return faults;
  const { file_uuid, face_id, frame_number } = row as FaceRow;
  if (file_uuid !== undefined && toHex(file_uuid) !== fileUuid) {
    faults.push({ pointer: '#/file_uuid', detail: 'is not the file of the path' });
  }
  if (frameOf(face_id) !== frame_number) {
    faults.push({ pointer: '#/face_id', detail: 'names another frame than frame_number' });
  }
  return faults;
}

/** The row for COPY; or what is wrong with its embedding. */
export function toColumns(line: number, row: FaceRow): CopyValue[] | FieldFault {
  const { face_id, frame_number, time = null, confidence, trace_id, bbox, embedding } = row;
  const vector = embedding ? bytesOfEmbedding(embedding) : null;
  if (vector && 'pointer' in vector) return vector;
  const place = [bbox.x, bbox.y, bbox.width, bbox.height];
  const model = embedding?.model ?? null;
  const trace = [trace_id ?? null, String(trace_id !== undefined)];
  const own = [line, face_id, frame_number, time, confidence, ...trace, ...place, model, vector];
  return [...own, ...bindingOf(row)];
}

/** Whose face it is, and who says so: a matcher, unless told. A person may also have said: nobody's. */
function bindingOf({ identity_uuid = null, provenance, binding_confidence }: FaceRow): CopyValue[] {
  if (identity_uuid === null) return [null, provenance === 'manual' ? 'manual' : null, null];
  return [identity_uuid, provenance ?? 'auto', provenance === 'manual' ? null : (binding_confidence ?? null)];
}

/** The frame in a face_id of either spelling. */
const frameOf = (faceId: string): number => Number(/\d+/.exec(faceId)![0]);
