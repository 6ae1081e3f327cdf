import type { EntityManager } from 'typeorm';
import type { Tools } from './check.js';

/** Changes something in a file that is held for it, as by whoever binds; not where the file has gone. */
export async function inFile(
  { transactions, manager }: Tools,
  fileUuid: string,
  change: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  await transactions.runOn(manager, async (own) => {
    const held = await own.query<object[]>(HOLD_FILE, [fileUuid]);
    if (held.length > 0) await change(own);
  });
}

/** Holds identities until the transaction ends, in the order in which everybody does. */
export async function holdIdentities(manager: EntityManager, identityUuids: string[]): Promise<void> {
  await manager.query(HOLD_IDENTITIES, [identityUuids]);
}

const HOLD_FILE = 'SELECT file_uuid FROM file WHERE file_uuid = $1 FOR NO KEY UPDATE';

const HOLD_IDENTITIES = `
  SELECT FROM identity WHERE identity_uuid = ANY ($1) ORDER BY identity_uuid FOR NO KEY UPDATE`;
