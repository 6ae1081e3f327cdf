import type { EntityManager } from 'typeorm';
import { fileNotFound, identityNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import { isNamed } from '../listings/of-identity.js';

/**
 * Holds the file until the transaction ends, and returns the identity's own uuid. Bindings of one file are changed
 * one after the other; so what is read of them stays true until it is written.
 */
export async function holdFile(manager: EntityManager, fileUuid: string, uuid: string): Promise<string> {
  const { rows } = await named<Owner>(manager, HOLD_FILE, [uuid, fileUuid]);
  const [found] = rows.length > 0 ? rows : (await named<Owner>(manager, OWNER, [uuid])).rows;
  if (!found?.identity_uuid) throw identityNotFound(uuid);
  if (rows.length === 0) throw fileNotFound(toHex(fileUuid));
  return found.identity_uuid;
}

interface Owner {
  identity_uuid: string | null;
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
