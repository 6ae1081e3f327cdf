import type { EntityManager } from 'typeorm';

/** The rows of identity_rank, as those identities `i` have them that meet a condition. */
export const ranks = (condition: string): string => `
  SELECT i.face_count, i.identity_uuid, i.status, i.source, i.identity_type FROM identity i WHERE ${condition}`;

/** Makes the ranks of some identities anew. They are held. */
export async function makeRanks(manager: EntityManager, identityUuids: string[]): Promise<void> {
  await manager.query('DELETE FROM identity_rank WHERE identity_uuid = ANY ($1)', [identityUuids]);
  await manager.query(`INSERT INTO identity_rank ${ranks('i.identity_uuid = ANY ($1)')}`, [identityUuids]);
}
