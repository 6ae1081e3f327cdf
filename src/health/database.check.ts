import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Connections } from '../database/connections.js';
import { DatabaseClient } from '../database/database-client.js';
import { failed, FINE, type Check, type Checks } from './readiness.response.js';

/** Milliseconds for an answer. */
const PATIENCE = 2000;
const LIMITS = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE };

/** Looks for the database, on a connection of its own: that all of the pool's are busy is another thing. */
@Injectable()
export class DatabaseCheck {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly connections: Connections,
  ) {}

  async look(): Promise<Pick<Checks, 'database' | 'migrations'>> {
    const client = new DatabaseClient({ ...this.connections.pool.options, ...LIMITS });
    try {
      await client.connect();
      return { database: await lookAtWriting(client), migrations: await this.lookAtMigrations(client) };
    } catch {
      return { database: failed('does not answer'), migrations: failed('not known without the database') };
    } finally {
      void client.end().catch(() => undefined);
    }
  }

  private async lookAtMigrations(client: DatabaseClient): Promise<Check> {
    const names = this.dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
    const { rows } = await client.query<{ count: number }>(APPLIED, [names]);
    const missing = names.length - rows[0]!.count;
    return missing === 0 ? FINE : failed(`${missing} of ${names.length} are missing`);
  }
}

/** Whether the server can be written to: it may be read-only, and its disk may be full. */
async function lookAtWriting(client: DatabaseClient): Promise<Check> {
  const { rows } = await client.query<{ is_read_only: boolean }>(IS_READ_ONLY);
  if (rows[0]!.is_read_only) return failed('is read-only');
  try {
    await client.query(WRITE_TEMPORARY_FILE);
    return FINE;
  } catch (error) {
    if (!OUT_OF_SPACE.has((error as { code?: unknown }).code)) throw error;
    return failed('has no disk space');
  }
}

const IS_READ_ONLY = `SELECT current_setting('transaction_read_only')::boolean AS is_read_only`;

/** Writes 1 MiB that leaves nothing behind, unlike a table: rows of a function beyond work_mem go to a temporary file. */
const WRITE_TEMPORARY_FILE = `
  SET work_mem = '64kB';
  SELECT count(*) FROM string_to_table(repeat(repeat('x', 8191) || ' ', 128), ' ')`;

/** PostgreSQL's disk_full, and its own limit of temporary files. */
const OUT_OF_SPACE = new Set<unknown>(['53100', '53400']);

const APPLIED = 'SELECT count(*)::integer AS count FROM migrations WHERE name = ANY ($1)';
