import type { EntityManager } from 'typeorm';
import { origin } from '../../change/change-context.js';
import { formerBindings } from '../../change/former-bindings.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import type { Column, Target } from './detections.js';

/** Makes the detections the identity's; what a matcher had guessed right is confirmed. */
export const give = (manager: EntityManager, target: Target, to: string): Promise<void> =>
  changeOwner(manager, 'faces_bound', target, to);

/** Makes those of the detections that are the identity's nobody's: no matcher may give them back. */
export const take = (manager: EntityManager, target: Target, from: string): Promise<void> =>
  changeOwner(manager, 'faces_unbound', target, from);

type Kind = 'faces_bound' | 'faces_unbound';

async function changeOwner(
  manager: EntityManager,
  kind: Kind,
  { file_uuid, face, trace_id, column, value }: Target,
  owner: string,
): Promise<void> {
  const { api_key, request_id } = origin();
  const to = kind === 'faces_bound' ? toHex(owner) : null;
  const after = JSON.stringify({ identity_uuid: to, face_id: face?.face_id ?? null, trace_id });
  const values = [api_key, request_id, kind, file_uuid, after, owner, value];
  await named(manager, STATEMENTS[kind][column], values);
}

/** What a kind of change makes of which detections; $6 is the owner. */
const EFFECTS = {
  faces_bound: { to: '$6', where: `(identity_uuid IS DISTINCT FROM $6 OR provenance = 'auto')` },
  faces_unbound: { to: 'NULL', where: 'identity_uuid = $6' },
};

/**
 * One statement that changes the detections and writes down whose they were before, where that makes a difference.
 * They stay in the database: there can be many, and nobody here looks at them.
 */
function statement(kind: Kind, column: Column): Statement {
  const { to, where } = EFFECTS[kind];
  const condition = `file_uuid = $4 AND ${column} = $7 AND ${where}`;
  return {
    name: `${kind}:${column}`,
    text: `
      WITH former AS MATERIALIZED (
        SELECT file_uuid, face_id, frame_number, identity_uuid, provenance, binding_confidence
        FROM face_detection
        WHERE ${condition}
      ), changed AS (
        UPDATE face_detection SET identity_uuid = ${to}, provenance = 'manual', binding_confidence = NULL
        WHERE ${condition}
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
  };
}

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
