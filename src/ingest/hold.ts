import type { EntityManager } from 'typeorm';
import { fileNotFound } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';

/**
 * Holds a file and then everybody who has faces in it or is to have some, in the order of their uuids: the
 * order of every transaction that changes bindings. Who isn't there is none of them. `others`: a SELECT of further
 * identities.
 */
export async function holdFileAndPeople(
  manager: EntityManager,
  fileUuid: string,
  others?: string,
): Promise<void> {
  await holdFile(manager, fileUuid);
  await manager.query(RESOLVE_ALIASES);
  await holdPeople(manager, others ? `${PEOPLE} UNION ${others}` : PEOPLE, [fileUuid]);
}

/**
 * Holds people in the order of their uuids and lists them in the table held_identity. Whoever isn't in it is nobody:
 * somebody who is created behind this would be changed without being held.
 */
export async function holdPeople(
  manager: EntityManager,
  people: string,
  parameters: unknown[],
): Promise<void> {
  await manager.query('CREATE TEMP TABLE held_identity (identity_uuid uuid PRIMARY KEY) ON COMMIT DROP');
  const held = `
    INSERT INTO held_identity
    SELECT identity_uuid FROM identity WHERE identity_uuid IN (${people})
    ORDER BY identity_uuid
    FOR NO KEY UPDATE`;
  await manager.query(held, parameters);
}

export async function holdFile(manager: EntityManager, fileUuid: string): Promise<void> {
  const files = await manager.query<unknown[]>(HOLD_FILE, [fileUuid]);
  if (files.length === 0) throw fileNotFound(toHex(fileUuid));
}

const HOLD_FILE = 'SELECT FROM file WHERE file_uuid = $1 FOR NO KEY UPDATE';

const RESOLVE_ALIASES = `
  UPDATE incoming_face i SET identity_uuid = a.identity_uuid
  FROM identity_alias a
  WHERE a.alias_uuid = i.identity_uuid`;

const PEOPLE = `
  SELECT identity_uuid FROM appearance WHERE file_uuid = $1
  UNION SELECT identity_uuid FROM incoming_face`;
