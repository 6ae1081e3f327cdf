import type { DataSource } from 'typeorm';

/** Any number that nothing else locks: ASCII "momentry". */
const MIGRATION_LOCK = '0x6d6f6d656e747279';

/** Brings the schema up to date. Of several processes starting at once one does it, the others wait. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const lock = BigInt(MIGRATION_LOCK).toString();
  const holder = dataSource.createQueryRunner();
  await holder.query('SELECT pg_advisory_lock($1)', [lock]);
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [lock]);
    await holder.release();
  }
}
