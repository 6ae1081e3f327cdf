import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { readEnvironment } from '../../src/config/environment.js';
import { EmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { embeddedConnection } from '../../src/database/embedded/socket.js';

interface TestServer {
  folder: string;
  url: string;
  template: string;
  embedded?: EmbeddedPostgres;
}

let started: TestServer | undefined;

/**
 * Makes the database that every spec copies: migrated once, on the server that DATABASE_URL names or on an embedded
 * one. Specs find it in the environment.
 */
export async function startTestServer(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'momentry-test-'));
  const template = `momentry_test_${randomBytes(6).toString('hex')}`;
  const { DATABASE_URL } = process.env;
  const embedded = DATABASE_URL ? undefined : await EmbeddedPostgres.start(join(folder, 'postgres'));
  const url = DATABASE_URL ?? embeddedUrl(join(folder, 'postgres'));
  await query(url, `CREATE DATABASE ${template}`);
  await migrate(url, template);
  const journal = join(folder, 'journal');
  Object.assign(process.env, { TEST_SERVER_URL: url, TEST_TEMPLATE: template, TEST_JOURNAL: journal });
  started = { folder, url, template, embedded };
}

export async function stopTestServer(): Promise<void> {
  if (!started) return;
  const { folder, url, template, embedded } = started;
  await query(url, `DROP DATABASE ${template} WITH (FORCE)`);
  await embedded?.stop();
  await rm(folder, { recursive: true, force: true });
}

function embeddedUrl(folder: string): string {
  const { host, user, database } = embeddedConnection(folder);
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
}

async function migrate(server: string, template: string): Promise<void> {
  const url = new URL(server);
  url.pathname = `/${template}`;
  const dataSource = new DataSource(dataSourceOptions(readEnvironment({ DATABASE_URL: url.href })));
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
