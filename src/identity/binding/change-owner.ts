import type { EntityManager } from 'typeorm';
import type { Origin } from '../../change/origin.js';
import { formerBindingsByFile } from '../../change/former-bindings.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import { lifting, rejecting } from '../../rejection/change-rejections.js';
import type { Column, Target } from './detections.js';

/** Detections that are to change hands: `owner` gets or loses them. */
export interface Move {
  target: Target;
  owner: string;
  origin: Origin;
}

/** Makes the detections the identity's; what a matcher had guessed right is confirmed. Lifts its rejections. */
export const give = (manager: EntityManager, column: Column, move: Move): Promise<void> =>
  changeOwner(manager, 'faces_bound', column, move);

/** Makes those of the detections that are the identity's nobody's, and rejects it: no matcher may give them back. */
export const take = (manager: EntityManager, column: Column, move: Move): Promise<void> =>
  changeOwner(manager, 'faces_unbound', column, move);

type Kind = 'faces_bound' | 'faces_unbound';

async function changeOwner(manager: EntityManager, kind: Kind, column: Column, move: Move): Promise<void> {
  const { origin, target, owner } = move;
  const values = [
    origin.api_key,
    origin.request_id,
    target.file_uuid,
    JSON.stringify(after(kind, move)),
    owner,
    target.value,
  ];
  await named(
    manager,
    STATEMENTS[kind][column],
    values.map((value) => [value]),
  );
}

const after = (kind: Kind, { owner, target: { face, trace_id } }: Move): object => ({
  identity_uuid: kind === 'faces_bound' ? toHex(owner) : null,
  face_id: face?.face_id ?? null,
  trace_id,
});

/** The moves as parameters: see changingOwners. */
const PARAMETERS: Record<Column, string> = {
  trace_id: '$1::text[], $2::text[], $3::uuid[], $4::json[], $5::uuid[], $6::integer[]',
  face_id: '$1::text[], $2::text[], $3::uuid[], $4::json[], $5::uuid[], $6::text[]',
};

/** What a kind of change makes of which detections, and of the rejections. */
const EFFECTS = {
  faces_bound: {
    binding: "(m.owner, 'manual', NULL)",
    where: `(d.identity_uuid IS DISTINCT FROM m.owner OR d.provenance = 'auto')`,
    rejections: (target: string) => lifting('move m', target),
  },
  faces_unbound: {
    binding: '(NULL, NULL, NULL)',
    where: 'd.identity_uuid = m.owner',
    rejections: (_: string, condition: string) =>
      rejecting('m.owner', `move m JOIN face_detection d ON ${condition}`),
  },
};

/**
 * One statement that changes the detections and writes down whose they were before, where that makes a difference.
 * They stay in the database: there can be many, and nobody here looks at them. `moves`: arrays, side by side, of API
 * keys, request ids, files (each once), what takes the place, owners, and the values of the column. `known`: knownBefore,
 * where it is known whose they were; the statement then leaves the rejections to its caller.
 */
export function changingOwners(kind: Kind, column: Column, moves: string, known?: string): string {
  const { binding, where, rejections } = EFFECTS[kind];
  const target = `d.file_uuid = m.file_uuid AND d.${column} = m.value`;
  const condition = `${target} AND ${where}`;
  const others = known ?? `${readBefore(condition)}, rejection_changed AS (${rejections(target, condition)})`;
  return `
      WITH move AS MATERIALIZED (
        SELECT * FROM unnest(${moves}) AS m (api_key, request_id, file_uuid, after, owner, value)
      ), ${others}, changed AS (
        UPDATE face_detection d SET (identity_uuid, provenance, binding_confidence) = ${binding}
        FROM move m
        WHERE ${condition}
      ), recorded AS (
        INSERT INTO change (api_key, request_id, kind, file_uuid, after, bindings)
        SELECT m.api_key, m.request_id, '${kind}', m.file_uuid, m.after, b.bindings
        FROM move m JOIN before b USING (file_uuid)
        RETURNING id, file_uuid
      )
      INSERT INTO changed_identity (identity_uuid, change_id)
      SELECT c.identity_uuid, r.id
      FROM recorded r
      JOIN (
        SELECT file_uuid, owner AS identity_uuid FROM move UNION SELECT file_uuid, identity_uuid FROM loser
      ) c USING (file_uuid)
      WHERE c.identity_uuid IS NOT NULL`;
}

/** Whose the detections are that change, by files: `before`, as it is kept, and `loser`, those whom they are taken from. */
const readBefore = (condition: string): string => `
      former AS MATERIALIZED (
        SELECT d.file_uuid, d.face_id, d.frame_number, d.identity_uuid, d.provenance, d.binding_confidence
        FROM move m JOIN face_detection d ON ${condition}
      ), before AS (
        ${formerBindingsByFile('SELECT * FROM former')}
      ), loser AS (
        SELECT file_uuid, identity_uuid FROM former
      )`;

/** The same where arrays have it, side by side: `kept`, files and bindings (null: nothing changes), and `people`. */
export const knownBefore = ({ kept, people }: { kept: string; people: string }): string => `
      before AS (
        SELECT * FROM unnest(${kept}) AS b (file_uuid, bindings) WHERE bindings IS NOT NULL
      ), loser AS (
        SELECT * FROM unnest(${people}) AS l (file_uuid, identity_uuid)
      )`;

const statement = (kind: Kind, column: Column): Statement => ({
  name: `${kind}:${column}`,
  text: changingOwners(kind, column, PARAMETERS[column]),
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
