import type { EntityManager } from 'typeorm';
import { summarize } from '../../catalogue/appearance-summary.js';
import { summarizeFile } from '../../catalogue/file-summary.js';
import { type FaceChanges, findChangedFaces } from './changed-faces.js';
import { pairFaces } from './pair-faces.js';
import { SECONDS } from './time.js';

/**
 * Makes the file's detections what the table incoming_face says, and its summaries right. The transaction
 * holds the file and the identities concerned.
 */
export async function mergeFaces(
  manager: EntityManager,
  fileUuid: string,
  complete: boolean,
): Promise<FaceChanges> {
  const [{ is_new }] = await manager.query<[{ is_new: boolean }]>(IS_NEW, [fileUuid]);
  const changes = is_new ? await load(manager, fileUuid) : await change(manager, fileUuid, complete);
  if (changes.inserted + changes.updated + changes.deleted + changes.kept > 0) {
    await summarizeFile(manager, fileUuid, is_new ? null : changes.trace_ids);
    await summarize(manager, fileUuid, changes.identity_uuids);
  }
  return changes;
}

/** There is nothing to compare with, and nothing to obey: the ordinary case, and twice as fast. */
async function load(manager: EntityManager, fileUuid: string): Promise<FaceChanges> {
  await manager.query(LOAD, [fileUuid]);
  await manager.query(LOAD_EMBEDDINGS, [fileUuid]);
  const [loaded] = await manager.query<[Pick<FaceChanges, 'inserted' | 'identity_uuids'>]>(LOADED);
  return { ...loaded, updated: 0, deleted: 0, kept: 0, kept_faces: [], trace_ids: [], bindings: null };
}

async function change(manager: EntityManager, fileUuid: string, complete: boolean): Promise<FaceChanges> {
  await manager.query(INDEXES);
  await pairFaces(manager, fileUuid);
  const changes = await findChangedFaces(manager, fileUuid, complete);
  await manager.query(REMOVE, [fileUuid]);
  await manager.query(INSERT);
  await manager.query(INSERT_EMBEDDINGS);
  return changes;
}

const COLUMNS = `
  file_uuid, face_id, frame_number, "time", confidence, trace_id, x, y, width, height,
  identity_uuid, provenance, binding_confidence`;

const IS_NEW = `
  SELECT NOT (
    EXISTS (SELECT FROM face_detection WHERE file_uuid = $1) OR EXISTS (SELECT FROM rejection WHERE file_uuid = $1)
  ) AS is_new`;

const LOAD = `
  INSERT INTO face_detection (${COLUMNS})
  SELECT $1, i.face_id, i.frame_number, ${SECONDS},
    i.confidence, i.trace_id, i.x, i.y, i.width, i.height, i.identity_uuid, i.provenance, i.binding_confidence
  FROM incoming_face i JOIN file f ON f.file_uuid = $1`;

const LOAD_EMBEDDINGS = `
  INSERT INTO face_embedding (file_uuid, face_id, model, dimension, vector)
  SELECT $1, face_id, model, octet_length(vector) / 4, vector FROM incoming_face WHERE vector IS NOT NULL`;

const LOADED = `
  SELECT count(*)::integer AS inserted,
    coalesce(array_agg(DISTINCT identity_uuid) FILTER (WHERE identity_uuid IS NOT NULL), '{}') AS identity_uuids
  FROM incoming_face`;

const INDEXES = `
  CREATE INDEX IF NOT EXISTS incoming_face_id ON incoming_face (face_id);
  CREATE INDEX IF NOT EXISTS incoming_face_place ON incoming_face (frame_number, x, y);
  ANALYZE incoming_face`;

/** What comes back changed goes first: its new face_id may be another one's old one. Embeddings go along. */
const REMOVE = `
  DELETE FROM face_detection
  WHERE file_uuid = $1
    AND face_id IN (SELECT old_id FROM face_change UNION ALL SELECT face_id FROM face_gone WHERE NOT by_hand)`;

const INSERT = `INSERT INTO face_detection (${COLUMNS}) SELECT ${COLUMNS} FROM face_change`;

const INSERT_EMBEDDINGS = `
  INSERT INTO face_embedding (file_uuid, face_id, model, dimension, vector)
  SELECT file_uuid, face_id, model, octet_length(vector) / 4, vector FROM face_change WHERE vector IS NOT NULL`;
