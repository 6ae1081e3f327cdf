import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';

let run;
let embedded;

/**
 * Makes the database from which every spec's own is copied: migrated once, on the server that DATABASE_URL
 * names or on an embedded one. What the tests need of the service here comes from the build.
 */
export async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'momentry-test-'));
  const server = process.env.DATABASE_URL ?? (await startEmbedded(join(folder, 'postgres')));
  const template = `momentry_test_${randomBytes(6).toString('hex')}`;
  await query(server, `CREATE DATABASE ${template}`);
  await migrateTemplate(server, template);
  const journal = join(folder, 'journal');
  Object.assign(process.env, { TEST_SERVER_URL: server, TEST_TEMPLATE: template, TEST_JOURNAL: journal });
  run = { folder, server, template };
}

export async function teardown() {
  await query(run.server, `DROP DATABASE ${run.template} WITH (FORCE)`);
  await embedded?.stop();
  await rm(run.folder, { recursive: true, force: true });
}

async function startEmbedded(folder) {
  const { EmbeddedPostgres } = await import('../../src/database/embedded/embedded-postgres.js');
  const { embeddedConnection } = await import('../../src/database/embedded/socket.js');
  embedded = await EmbeddedPostgres.start(folder);
  const { host, user, database } = embeddedConnection(folder);
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
}

async function migrateTemplate(server, template) {
  const { dataSourceOptions } = await import('../../ormconfig.js');
  const { readEnvironment } = await import('../../src/config/environment.js');
  const url = new URL(server);
  url.pathname = `/${template}`;
  const dataSource = new DataSource(dataSourceOptions(readEnvironment({ DATABASE_URL: url.href })));
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
}

async function query(connectionString, text) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
