import type { EntityManager } from 'typeorm';
import { faceAmbiguous, faceNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { FaceDetection } from '../../catalogue/entities/face-detection.entity.js';

/** `{frame}_{idx}`: the idx-th detection of a frame. */
const INDEXED = /^(0|[1-9]\d{0,8})_(0|[1-9]\d{0,8})$/;
/** `face_{frame}`: a frame's only detection. */
const ONLY = /^face_(0|[1-9]\d{0,8})$/;

/** The detection that a face_id names in either documented spelling, whichever it is stored in. */
export async function findFace(
  manager: EntityManager,
  file_uuid: string,
  face_id: string,
): Promise<FaceDetection> {
  const exact = await manager.findOneBy(FaceDetection, { file_uuid, face_id });
  const found = exact ?? (await inOtherSpelling(manager, file_uuid, face_id));
  if (!found) throw faceNotFound(face_id, toHex(file_uuid));
  return found;
}

async function inOtherSpelling(
  manager: EntityManager,
  file_uuid: string,
  face_id: string,
): Promise<FaceDetection | undefined> {
  const [, frame, index] = INDEXED.exec(face_id) ?? ONLY.exec(face_id) ?? [];
  if (frame === undefined) return undefined;
  const where = { file_uuid, frame_number: Number(frame) };
  const inFrame = await manager.find(FaceDetection, { where, order: { face_id: 'ASC' } });
  return index === undefined ? onlyOne(inFrame, face_id) : indexed(inFrame, Number(index));
}

function onlyOne(inFrame: FaceDetection[], face_id: string): FaceDetection | undefined {
  const candidates = inFrame.map((face) => face.face_id);
  if (candidates.length > 1) throw faceAmbiguous(face_id, candidates);
  return inFrame[0];
}

/** Where the frame's own ids carry an index, that decides: an idx that isn't among them is nobody's. */
function indexed(inFrame: FaceDetection[], index: number): FaceDetection | undefined {
  return inFrame.some(({ face_id }) => INDEXED.test(face_id)) ? undefined : inFrame[index];
}
