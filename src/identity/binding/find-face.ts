import type { EntityManager } from 'typeorm';
import { faceAmbiguous, faceNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';

/** A detection, as far as a binding is concerned. */
export interface Face {
  face_id: string;
  trace_id: number | null;
  /** Whose it is; null: nobody's. */
  identity_uuid: string | null;
}

const FACE: Statement = {
  name: 'face',
  text: `SELECT face_id, trace_id, identity_uuid FROM face_detection WHERE file_uuid = $1 AND face_id = $2`,
};
const FACES_OF_FRAME: Statement = {
  name: 'faces_of_frame',
  text: `
    SELECT face_id, trace_id, identity_uuid FROM face_detection
    WHERE file_uuid = $1 AND frame_number = $2
    ORDER BY face_id`,
};

/** `{frame}_{idx}`: the idx-th detection of a frame. */
const INDEXED = /^(0|[1-9]\d{0,8})_(0|[1-9]\d{0,8})$/;
/** `face_{frame}`: a frame's only detection. */
const ONLY = /^face_(0|[1-9]\d{0,8})$/;

/** The detection that a face_id names in either documented spelling, whichever it is stored in. */
export async function findFace(manager: EntityManager, file_uuid: string, face_id: string): Promise<Face> {
  const exact = await named<Face>(manager, FACE, [file_uuid, face_id]);
  const found = exact.rows[0] ?? (await inOtherSpelling(manager, file_uuid, face_id));
  if (!found) throw faceNotFound(face_id, toHex(file_uuid));
  return found;
}

async function inOtherSpelling(
  manager: EntityManager,
  file_uuid: string,
  face_id: string,
): Promise<Face | undefined> {
  const [, frame, index] = INDEXED.exec(face_id) ?? ONLY.exec(face_id) ?? [];
  if (frame === undefined) return undefined;
  const inFrame = await named<Face>(manager, FACES_OF_FRAME, [file_uuid, Number(frame)]);
  return index === undefined ? onlyOne(inFrame.rows, face_id) : indexed(inFrame.rows, Number(index));
}

function onlyOne(inFrame: Face[], face_id: string): Face | undefined {
  const candidates = inFrame.map((face) => face.face_id);
  if (candidates.length > 1) throw faceAmbiguous(face_id, candidates);
  return inFrame[0];
}

/** Where the frame's own ids carry an index, that decides: an idx that isn't among them is nobody's. */
function indexed(inFrame: Face[], index: number): Face | undefined {
  return inFrame.some(({ face_id }) => INDEXED.test(face_id)) ? undefined : inFrame[index];
}
