import type { Check } from '../check.js';
import type { Difference } from '../differences.js';

/**
 * Constraints hold together what refers to what, as long as PostgreSQL has seen to it for every row; and an
 * index that is not valid serves nobody.
 */
export const SCHEMA: Check = {
  name: 'schema',
  unit: 'constraints and indexes',
  remedy: 'in psql: ALTER TABLE … VALIDATE CONSTRAINT …, or REINDEX INDEX …',

  async find({ manager, differences }) {
    const tables = manager.connection.entityMetadatas.map(({ tablePath }) => tablePath);
    const parts = await manager.query<(Difference & { valid: boolean })[]>(PARTS, [tables]);
    await differences.add(parts.filter(({ valid }) => !valid));
    return parts.length;
  },
};

const PARTS = `
  SELECT 'constraint ' || conname || ' of ' || conrelid::regclass || ' is not valid' AS fault,
    convalidated AS valid
  FROM pg_constraint
  WHERE conrelid = ANY ($1::regclass[])
  UNION ALL
  SELECT 'index ' || indexrelid::regclass || ' of ' || indrelid::regclass || ' is not valid', indisvalid
  FROM pg_index
  WHERE indrelid = ANY ($1::regclass[])
  ORDER BY fault`;
