import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres } from '../../dist/src/database/embedded/embedded-postgres.js';
import { embeddedConnection } from '../../dist/src/database/embedded/socket.js';

/** Where what takes long to make is kept. */
const KEPT = fileURLToPath(new URL('../../data/bench/', import.meta.url));

/** The PostgreSQL server of DATABASE_URL, or an embedded one with a folder that is kept. */
export class Server {
  static async start() {
    const given = process.env.DATABASE_URL;
    if (given) return new Server(given);
    const folder = join(KEPT, 'postgres');
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

  /** What belongs to a database and lies on disk. */
  folderOf(database) {
    return join(KEPT, database);
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

  async stop() {
    await this.embedded?.stop();
  }
}
