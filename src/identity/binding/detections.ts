import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { fileNotFound, traceNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import type { BindingDto } from '../dto/binding.dto.js';
import { FaceDetection } from '../../catalogue/entities/face-detection.entity.js';
import { File } from '../../catalogue/entities/file.entity.js';
import { findFace } from './find-face.js';

/** The detections that a request is about. */
export interface Target {
  file_uuid: string;
  /** The one that the request names; null where it names a trace. */
  face: FaceDetection | null;
  trace_id: number | null;
  /** Which detections these are. */
  where: FindOptionsWhere<FaceDetection>;
}

/**
 * Holds the file until the transaction ends. Bindings of one file are changed one after the other; so what
 * is read of them stays true until it is written.
 */
export async function holdFile(manager: EntityManager, file_uuid: string): Promise<void> {
  const file = await manager.findOne(File, { where: { file_uuid }, lock: { mode: 'for_no_key_update' } });
  if (!file) throw fileNotFound(toHex(file_uuid));
}

/** Finds what a binding names. `byTrace`: a detection stands for all of its trace. */
export async function findTarget(
  manager: EntityManager,
  binding: BindingDto,
  byTrace: boolean,
): Promise<Target> {
  const { file_uuid, face_id } = binding;
  if (face_id === undefined) return traceTarget(manager, file_uuid, binding.trace_id!);
  const face = await findFace(manager, file_uuid, face_id);
  const { trace_id } = face;
  const where = byTrace && trace_id !== null ? { file_uuid, trace_id } : { file_uuid, face_id: face.face_id };
  return { file_uuid, face, trace_id, where };
}

async function traceTarget(manager: EntityManager, file_uuid: string, trace_id: number): Promise<Target> {
  const where = { file_uuid, trace_id };
  if (!(await manager.existsBy(FaceDetection, where))) throw traceNotFound(trace_id, toHex(file_uuid));
  return { file_uuid, face: null, trace_id, where };
}

/** How many of the detections are whose; null: nobody's. */
export interface Share {
  identity_uuid: string | null;
  faces: number;
}

export function sharesOf(manager: EntityManager, { where }: Target): Promise<Share[]> {
  return manager
    .createQueryBuilder(FaceDetection, 'd')
    .select('d.identity_uuid', 'identity_uuid')
    .addSelect('count(*)::integer', 'faces')
    .where(where)
    .groupBy('d.identity_uuid')
    .orderBy('d.identity_uuid')
    .getRawMany<Share>();
}

/** Makes the detections the identity's; what a matcher had guessed right is confirmed. */
export async function give(manager: EntityManager, { where }: Target, identity_uuid: string): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(FaceDetection)
    .set({ identity_uuid, provenance: 'manual', binding_confidence: null })
    .where(where)
    .andWhere("(identity_uuid IS DISTINCT FROM :identity_uuid OR provenance = 'auto')", { identity_uuid })
    .execute();
}

/** Makes those of the detections that are the identity's nobody's: no matcher may give them back. */
export async function take(manager: EntityManager, { where }: Target, identity_uuid: string): Promise<void> {
  const nobody = { identity_uuid: null, provenance: 'manual', binding_confidence: null } as const;
  await manager.update(FaceDetection, { ...where, identity_uuid }, nobody);
}
