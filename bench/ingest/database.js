import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { embeddedConnection } from '../../dist/src/database/embedded/socket.js';
import { EmbeddedPostgres } from '../../dist/src/database/embedded/embedded-postgres.js';
import { Child } from './child.js';

const NAME = `momentry_bench_${process.pid}`;

/** A database of our own with the service's tables, on the server of DATABASE_URL or on an embedded one. */
export class Database {
  static async create(folder) {
    const given = process.env.DATABASE_URL;
    const embedded = given ? undefined : await EmbeddedPostgres.start(join(folder, 'postgres'));
    const server = given ?? urlOf(embeddedConnection(join(folder, 'postgres')));
    await run(server, `CREATE DATABASE ${NAME}`);
    const url = Object.assign(new URL(server), { pathname: `/${NAME}` }).href;
    await new Child('../../dist/src/database/typeorm.cli.js', ['migration:run'], {
      DATABASE_URL: url,
    }).measured();
    const client = new Client(url);
    await client.connect();
    return new Database(embedded, server, url, client);
  }

  constructor(embedded, server, url, client) {
    Object.assign(this, { embedded, server, url, client });
  }

  async version() {
    const { rows } = await this.client.query(`SELECT split_part(version(), ' ', 2) AS version`);
    return `PostgreSQL ${rows[0].version} (${this.embedded ? 'embedded' : 'DATABASE_URL'})`;
  }

  /** Empties the tables, and has the server write what it still has to: nobody pays for who was before. */
  async empty() {
    await this.client.query('TRUNCATE file CASCADE');
    await this.settle();
  }

  async settle() {
    await this.client.query('CHECKPOINT');
  }

  async countFaces() {
    const { rows } = await this.client.query(COUNTS);
    return rows[0];
  }

  /** COPYs prepared rows into tables: Returns its seconds. */
  async copy(fileUuid, tables) {
    const began = performance.now();
    await this.client.query('BEGIN');
    await this.client.query(`INSERT INTO file (file_uuid, name, sort_key) VALUES ($1, '', '')`, [fileUuid]);
    for (const { table, columns, path } of tables) {
      const copy = this.client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
      await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), copy);
    }
    await this.client.query('COMMIT');
    return (performance.now() - began) / 1000;
  }

  async remove() {
    await this.client.end();
    await run(this.server, `DROP DATABASE ${NAME} WITH (FORCE)`);
    await this.embedded?.stop();
  }
}

const COUNTS = `
  SELECT (SELECT count(*)::integer FROM face_detection) AS faces,
    (SELECT count(*)::integer FROM face_embedding) AS embeddings`;

const urlOf = ({ host, user, database }) =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;

async function run(url, statement) {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
