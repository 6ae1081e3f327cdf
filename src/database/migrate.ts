import { DataSource } from 'typeorm';
import { unlimitedOptions } from '../../ormconfig.js';
import type { Environment } from '../config/environment.js';
import { makeFunctions } from './functions.js';

/** Any number that nothing else locks: ASCII "momentry". */
const MIGRATION_LOCK = '0x6d6f6d656e747279';

/** One holds the lock, the other one works. */
const CONNECTIONS = 2;

/** Brings the schema and our functions up to date, however long that takes. */
export async function migrate(environment: Environment): Promise<void> {
  const dataSource = await new DataSource(unlimitedOptions(environment, CONNECTIONS)).initialize();
  await runMigrations(dataSource).finally(() => dataSource.destroy());
}

/** Of several processes starting at once one does it, the others wait. */
async function runMigrations(dataSource: DataSource): Promise<void> {
  const lock = BigInt(MIGRATION_LOCK).toString();
  const holder = dataSource.createQueryRunner();
  await holder.query('SELECT pg_advisory_lock($1)', [lock]);
  try {
    await dataSource.runMigrations({ transaction: 'each' });
    await makeFunctions(dataSource);
  } finally {
    await holder.query('SELECT pg_advisory_unlock($1)', [lock]);
    await holder.release();
  }
}
