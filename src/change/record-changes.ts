import type { EntityManager } from 'typeorm';
import type { NewChange } from './change.js';
import type { Origin } from './origin.js';

/** Writes down a change, in the transaction that makes it. */
export const recordChange = (manager: EntityManager, origin: Origin, change: NewChange): Promise<void> =>
  recordChanges(manager, origin, [change]);

/** Writes down several, in one statement. */
export async function recordChanges(
  manager: EntityManager,
  { api_key, request_id }: Origin,
  changes: NewChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await manager.query(RECORD, [api_key, request_id, JSON.stringify(changes)]);
}

/** The ids are drawn first, so that each change finds whom it concerns. */
const RECORD = `
  WITH given AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('change', 'id')) AS id, c.*
    FROM json_to_recordset($3) AS c (
      kind text, identity_uuids uuid[], file_uuid uuid, before json, after json, bindings json
    )
  ), recorded AS (
    INSERT INTO change (id, api_key, request_id, kind, file_uuid, before, after, bindings)
    OVERRIDING SYSTEM VALUE
    SELECT id, $1, $2, kind, file_uuid, before, after, bindings FROM given
  )
  INSERT INTO changed_identity (identity_uuid, change_id)
  SELECT DISTINCT identity_uuid, id FROM given CROSS JOIN unnest(identity_uuids) AS identity_uuid`;
