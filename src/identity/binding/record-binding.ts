import type { EntityManager } from 'typeorm';
import { origin } from '../../change/change-context.js';
import { formerBindings } from '../../change/former-bindings.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import type { Column, Target } from './detections.js';

/**
 * Writes down, before it happens, that the target becomes `owner`'s, and whose the detections were for which that
 * makes a difference; where it makes none, nothing.
 */
export const recordBind = (manager: EntityManager, target: Target, owner: string): Promise<void> =>
  record(manager, 'faces_bound', target, owner);

/** The same where those of the target that are `owner`'s become nobody's. */
export const recordUnbind = (manager: EntityManager, target: Target, owner: string): Promise<void> =>
  record(manager, 'faces_unbound', target, owner);

async function record(
  manager: EntityManager,
  kind: keyof typeof DIFFERENT,
  { face, trace_id, column, place: [file_uuid, ...rest] }: Target,
  owner: string,
): Promise<void> {
  const { api_key, request_id } = origin();
  const to = kind === 'faces_bound' ? toHex(owner) : null;
  const after = { identity_uuid: to, face_id: face?.face_id ?? null, trace_id };
  const values = [api_key, request_id, kind, file_uuid, JSON.stringify(after), owner, ...rest];
  await named(manager, STATEMENTS[kind][column], values);
}

/** Which detections a change makes another one's ($6), or nobody's, or confirms. */
const DIFFERENT = {
  faces_bound: `(identity_uuid IS DISTINCT FROM $6 OR provenance = 'auto')`,
  faces_unbound: 'identity_uuid = $6',
};

/** One statement that keeps the detections in the database: there can be many, and nobody here looks at them. */
const statement = (kind: keyof typeof DIFFERENT, column: Column): Statement => ({
  name: `${kind}:${column}`,
  text: `
    WITH former AS MATERIALIZED (
      SELECT file_uuid, face_id, frame_number, identity_uuid, provenance, binding_confidence
      FROM face_detection
      WHERE file_uuid = $4 AND ${column} = $7 AND ${DIFFERENT[kind]}
    ), recorded AS (
      INSERT INTO change (api_key, request_id, kind, file_uuid, after, bindings)
      SELECT $1, $2, $3, $4, $5, ${formerBindings('SELECT * FROM former')}
      WHERE EXISTS (SELECT FROM former)
      RETURNING id
    )
    INSERT INTO changed_identity (identity_uuid, change_id)
    SELECT identity_uuid, id
    FROM recorded CROSS JOIN (SELECT $6::uuid AS identity_uuid UNION SELECT identity_uuid FROM former) concerned
    WHERE identity_uuid IS NOT NULL`,
});

const STATEMENTS = {
  faces_bound: {
    trace_id: statement('faces_bound', 'trace_id'),
    face_id: statement('faces_bound', 'face_id'),
  },
  faces_unbound: {
    trace_id: statement('faces_unbound', 'trace_id'),
    face_id: statement('faces_unbound', 'face_id'),
  },
};
