import type { EntityManager } from 'typeorm';

/** Characters of a part, at the most. Migrations/1764300000000-name-parts.ts says so to the database. */
export const PART_LENGTH = 64;

/** The rows of name_part, as the names of those identities `i` have them that meet a condition. */
export const nameParts = (condition: string): string => `
  SELECT p.part, i.identity_uuid, p.place, p.shared, left(i.sort_key, ${PART_LENGTH}) AS sort_key
  FROM identity i CROSS JOIN name_parts(i.name_key) p
  WHERE ${condition}`;

/** Makes the parts of some names anew. Their identities are held. */
export async function makeNameParts(manager: EntityManager, identityUuids: string[]): Promise<void> {
  await manager.query('DELETE FROM name_part WHERE identity_uuid = ANY ($1)', [identityUuids]);
  await manager.query(`INSERT INTO name_part ${nameParts('i.identity_uuid = ANY ($1)')}`, [identityUuids]);
}
