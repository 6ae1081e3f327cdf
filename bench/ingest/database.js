import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Child } from '../child.js';
import { Server } from '../server.js';

const NAME = `momentry_bench_${process.pid}`;

/** A database of our own with the service's tables, on the server of DATABASE_URL or on an embedded one. */
export class Database {
  static async create(folder) {
    const server = await Server.start(folder);
    await server.query(`CREATE DATABASE ${NAME}`);
    const url = server.urlOf(NAME);
    const variables = { DATABASE_URL: url };
    await new Child('../dist/src/database/typeorm.cli.js', ['migration:run'], variables).measured();
    const client = new Client(url);
    await client.connect();
    return new Database(server, url, client);
  }

  constructor(server, url, client) {
    Object.assign(this, { server, url, client });
  }

  version() {
    return this.server.version();
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
    await this.server.query(`DROP DATABASE ${NAME} WITH (FORCE)`);
    await this.server.stop();
  }
}

const COUNTS = `
  SELECT (SELECT count(*)::integer FROM face_detection) AS faces,
    (SELECT count(*)::integer FROM face_embedding) AS embeddings`;
