import type { EntityManager } from 'typeorm';
import { formerBindings } from '../change/former-bindings.js';
import type { Origin } from '../change/origin.js';
import { hex, rfc3339 } from '../common/sql.js';

/** Writes down, before it happens, that an identity is deleted: all that it is, and which detections are its. */
export async function recordDeletion(
  manager: EntityManager,
  { api_key, request_id }: Origin,
  identity_uuid: string,
): Promise<void> {
  await manager.query(RECORD, [api_key, request_id, identity_uuid]);
}

const WHOLE = `
  SELECT i.name, i.identity_type, i.source, i.status, i.tmdb_id, i.tmdb_profile, i.metadata, i.reference_data,
    i.image_type, i.image_sha256,
    ${rfc3339('i.created_at')} AS created_at, ${rfc3339('i.updated_at')} AS updated_at,
    ARRAY (
      SELECT ${hex('a.alias_uuid')} FROM identity_alias a WHERE a.identity_uuid = i.identity_uuid ORDER BY 1
    ) AS aliases`;

const FACES = `
  SELECT file_uuid, face_id, frame_number, identity_uuid, provenance, binding_confidence
  FROM face_detection
  WHERE identity_uuid = $3`;

const RECORD = `
  WITH recorded AS (
    INSERT INTO change (api_key, request_id, kind, before, bindings)
    SELECT $1, $2, 'identity_deleted', (SELECT row_to_json(w) FROM (${WHOLE}) w), ${formerBindings(FACES)}
    FROM identity i
    WHERE i.identity_uuid = $3
    RETURNING id
  )
  INSERT INTO changed_identity (identity_uuid, change_id) SELECT $3, id FROM recorded`;
