import { performance } from 'node:perf_hooks';
import { DataSource } from 'typeorm';
import { unlimitedOptions } from '../../../dist/ormconfig.js';
import { summarizeAll } from '../../../dist/src/catalogue/summarize-all.js';
import { readEnvironment } from '../../../dist/src/config/environment.js';
import { migrate } from '../../../dist/src/database/migrate.js';
import { fill } from './fill.js';

/** Fills an empty database: the service's own tables, rows by COPY, the service's own summaries. */
export async function make(url, seed, size, say) {
  const environment = readEnvironment({ DATABASE_URL: url });
  await migrate(environment);
  const dataSource = await new DataSource(unlimitedOptions(environment, 2)).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    const client = await runner.connect();
    const { rows: indexes } = await client.query(SECONDARY);
    const steps = {
      rows: async () => {
        await client.query(SETTINGS);
        for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
        await fill(client, seed, size);
      },
      summaries: () => runner.manager.transaction(summarizeAll),
      // Their rows were updated: nobody is to count the old versions, too.
      'tables without gaps': () =>
        client.query('VACUUM FULL identity').then(() => client.query('VACUUM FULL file')),
      indexes: async () => {
        for (const { definition } of indexes) await client.query(definition);
        await client.query(TRIGRAMS);
      },
      statistics: () => client.query('VACUUM ANALYZE'),
    };
    for (const [name, step] of Object.entries(steps)) {
      const began = performance.now();
      await step();
      say(`  ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
    await runner.release();
  } finally {
    await dataSource.destroy();
  }
}

/** The floor looks names up in it, as anybody would; the service has its own table for that, and keeps this one, too. */
const TRIGRAMS = 'CREATE INDEX identity_name_trigrams ON identity USING gin (name_key gin_trgm_ops)';

/** Those that hold no constraint: made anew when the rows are there, which takes a fraction of the time. */
const SECONDARY = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`;

/** Rows refer to what there is: where PostgreSQL lets us, it doesn't look after each of them. */
const SETTINGS = `
  SET synchronous_commit = off;
  SET maintenance_work_mem = '1GB';
  SET work_mem = '256MB';
  SELECT set_config('session_replication_role', 'replica', false) FROM pg_user WHERE usename = user AND usesuper`;
