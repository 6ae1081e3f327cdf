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
      return { database: FINE, migrations: await this.lookAtMigrations(client) };
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

const APPLIED = 'SELECT count(*)::integer AS count FROM migrations WHERE name = ANY ($1)';
