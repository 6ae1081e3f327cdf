import type { EntityManager } from 'typeorm';
import { fileNotFound, identityNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import { isNamed } from '../listings/of-identity.js';

/** Somebody who is held until the transaction ends. */
export interface Held {
  identity_uuid: string;
  name: string;
  revision: string;
}

/**
 * Holds the file until the transaction ends, and returns the identity's own uuid. Bindings of one file are changed
 * one after the other; so what is read of them stays true until it is written.
 */
export async function holdFile(manager: EntityManager, fileUuid: string, uuid: string): Promise<string> {
  const { rows } = await named<{ identity_uuid: string | null }>(manager, HOLD_FILE, [uuid, fileUuid]);
  const [found] =
    rows.length > 0 ? rows : (await named<{ identity_uuid: string }>(manager, OWNER, [uuid])).rows;
  if (!found?.identity_uuid) throw identityNotFound(uuid);
  if (rows.length === 0) throw fileNotFound(toHex(fileUuid));
  return found.identity_uuid;
}

/**
 * Holds identities in the order of their uuids: the same order in every transaction. Deleting somebody holds no
 * file; who was deleted meanwhile is not among them.
 */
export async function holdIdentities(manager: EntityManager, uuids: string[]): Promise<Held[]> {
  return (await named<Held>(manager, HOLD_IDENTITIES, [uuids])).rows;
}

const OWNER: Statement = {
  name: 'owner',
  text: `SELECT i.identity_uuid FROM identity i WHERE ${isNamed('$1')}`,
};

const HOLD_FILE: Statement = {
  name: 'hold_file',
  text: `
    SELECT (${OWNER.text}) AS identity_uuid
    FROM file f
    WHERE f.file_uuid = $2
    FOR NO KEY UPDATE OF f`,
};

const HOLD_IDENTITIES: Statement = {
  name: 'hold_identities',
  text: `
    SELECT identity_uuid, name, revision FROM identity
    WHERE identity_uuid = ANY ($1)
    ORDER BY identity_uuid
    FOR NO KEY UPDATE`,
};
