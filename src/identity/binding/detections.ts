import type { EntityManager } from 'typeorm';
import type { Span } from '../../catalogue/appearance-summary.js';
import { traceNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import type { BindingDto } from '../dto/binding.dto.js';
import { type Face, findFace } from './find-face.js';

/** What the detections of a request have in common: their trace, or being this one. */
export type Column = 'trace_id' | 'face_id';

/** The detections that a request is about: one, or all of a trace. */
export interface Target {
  file_uuid: string;
  /** The one that the request names; null where it names a trace. */
  face: Face | null;
  trace_id: number | null;
  column: Column;
  /** The trace, or the detection. */
  value: string | number;
}

/** How many of the detections are whose (null: nobody's), and where they lie. */
export interface Share extends Span {
  identity_uuid: string | null;
  faces: number;
}

/** Somebody who is held until the transaction ends. */
export interface Held {
  identity_uuid: string;
  name: string;
  revision: string;
}

/** Finds what a binding names. `byTrace`: a detection stands for all of its trace. The file is held. */
export async function findTarget(
  manager: EntityManager,
  { file_uuid, face_id, trace_id: given }: BindingDto,
  byTrace: boolean,
): Promise<Target> {
  const face = face_id === undefined ? null : await findFace(manager, file_uuid, face_id);
  const trace_id = face ? face.trace_id : given!;
  if (trace_id !== null && (byTrace || !face))
    return { file_uuid, face, trace_id, column: 'trace_id', value: trace_id };
  return { file_uuid, face, trace_id, column: 'face_id', value: face!.face_id };
}

/**
 * Tells whose the detections are, and holds all of them and the one whose request it is, in the order of their
 * uuids: the same order in every transaction. Deleting somebody holds no file; who was deleted meanwhile is not
 * among them.
 */
export async function holdOwners(
  manager: EntityManager,
  { file_uuid, trace_id, column, value }: Target,
  identityUuid: string,
): Promise<{ shares: Share[]; held: Held[] }> {
  const { rows } = await named<{ shares: Share[]; held: Held[] }>(manager, HOLD_OWNERS[column], [
    ...[file_uuid, value, identityUuid],
  ]);
  const [found] = rows as [{ shares: Share[]; held: Held[] }];
  if (found.shares.length === 0) throw traceNotFound(trace_id!, toHex(file_uuid));
  return found;
}

const holdOwnersOf = (column: Column): Statement => ({
  name: `hold_owners:${column}`,
  text: `
    WITH share AS MATERIALIZED (
      SELECT identity_uuid, count(*) AS faces, min(frame_number) AS start_frame, max(frame_number) AS end_frame
      FROM face_detection
      WHERE file_uuid = $1 AND ${column} = $2
      GROUP BY identity_uuid
      ORDER BY identity_uuid
    ), held AS (
      SELECT identity_uuid, name, revision
      FROM identity
      WHERE identity_uuid = ANY (ARRAY(SELECT identity_uuid FROM share UNION ALL SELECT $3))
      ORDER BY identity_uuid
      FOR NO KEY UPDATE
    )
    SELECT (SELECT coalesce(json_agg(share), '[]') FROM share) AS shares,
      (SELECT coalesce(json_agg(held), '[]') FROM held) AS held`,
});

const HOLD_OWNERS = { trace_id: holdOwnersOf('trace_id'), face_id: holdOwnersOf('face_id') };
