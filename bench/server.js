import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres } from '../dist/src/database/embedded/embedded-postgres.js';
import { embeddedConnection } from '../dist/src/database/embedded/socket.js';

const SETTINGS =
  `shared_buffers work_mem effective_cache_size random_page_cost jit max_parallel_workers_per_gather
  max_wal_size fsync synchronous_commit autovacuum`.split(/\s+/);

/** The PostgreSQL server of DATABASE_URL, or an embedded one whose data are in a folder. */
export class Server {
  static async start(parent) {
    const given = process.env.DATABASE_URL;
    if (given) return new Server(given);
    const folder = join(parent, 'postgres');
    const embedded = await EmbeddedPostgres.start(folder);
    const { host, user, database } = embeddedConnection(folder);
    return new Server(`postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`, embedded);
  }

  constructor(url, embedded) {
    Object.assign(this, { url, embedded });
  }

  urlOf(database) {
    return Object.assign(new URL(this.url), { pathname: `/${database}` }).href;
  }

  /** Asks something of the server's own database. */
  async query(text, values) {
    const client = new Client(this.url);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Which PostgreSQL it is. */
  async version() {
    const [{ version }] = await this.query(`SELECT split_part(version(), ' ', 2) AS version`);
    return `PostgreSQL ${version} (${this.embedded ? 'embedded' : 'DATABASE_URL'})`;
  }

  /** Those of its settings that matter to what is measured, in words. */
  async settings() {
    const rows = await this.query(
      'SELECT name, current_setting(name) AS value FROM pg_settings WHERE name = ANY ($1)',
      [SETTINGS],
    );
    return rows.map(({ name, value }) => `${name} ${value}`).join(', ');
  }

  async stop() {
    await this.embedded?.stop();
  }
}
