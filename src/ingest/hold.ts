import type { EntityManager } from 'typeorm';
import { fileNotFound } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';

/**
 * Holds a file and then everybody who has faces in it or is to have some, in the order of their uuids: the
 * order of every transaction that changes bindings. Who isn't there is none of them.
 */
export async function holdFileAndPeople(manager: EntityManager, fileUuid: string): Promise<void> {
  await holdFile(manager, fileUuid);
  await manager.query(RESOLVE_ALIASES);
  await manager.query(HOLD_PEOPLE, [fileUuid]);
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

const HOLD_PEOPLE = `
  SELECT FROM identity
  WHERE identity_uuid IN (
    SELECT identity_uuid FROM appearance WHERE file_uuid = $1
    UNION SELECT identity_uuid FROM incoming_face
  )
  ORDER BY identity_uuid
  FOR NO KEY UPDATE`;
