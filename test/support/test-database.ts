import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of a spec's own, migrated and empty. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `${process.env.TEST_TEMPLATE}_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${process.env.TEST_TEMPLATE}`);
  return { url: urlOf(name), drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** The address of a database on the tests' server. */
export function urlOf(database: string): string {
  const url = new URL(process.env.TEST_SERVER_URL!);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs a statement outside of every spec's database. */
export async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_SERVER_URL });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
