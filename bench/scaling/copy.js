import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { Archive } from '../archive/archive.js';
import { sizeOf } from '../archive/dataset/size.js';
import { subjectsOf } from '../archive/subjects.js';

const SEED = 1;

/** A copy of the benchmark's archive, made once and kept: what is measured writes into it. */
export class Copy {
  static async open(server, scale, say) {
    const name = `scaling_${String(scale).replace('.', '_')}`;
    const known = await server.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (known.length === 0) {
      const archive = await Archive.open(server, { scale, seed: SEED, fresh: false, say });
      await server.query(`CREATE DATABASE ${name} TEMPLATE ${archive.name} STRATEGY file_copy`);
    }
    const client = new Client({ connectionString: server.urlOf(name), options: OPTIONS });
    await client.connect();
    await client.query('CREATE EXTENSION IF NOT EXISTS pgstattuple');
    return new Copy(server.urlOf(name), client, sizeOf(scale));
  }

  constructor(url, client, size) {
    Object.assign(this, { url, client, size });
  }

  /** Whom and what statements are about. */
  subjects() {
    return subjectsOf({ url: this.url, size: this.size, seed: SEED });
  }

  async rows(text, values) {
    return (await this.client.query(text, values)).rows;
  }

  async run(text) {
    await this.client.query(text);
  }

  /** Seconds that a piece of work takes, and the bytes of WAL that the server writes meanwhile. */
  async cost(work) {
    const before = await this.position();
    const began = performance.now();
    await work();
    const seconds = (performance.now() - began) / 1000;
    return { seconds, wal: (await this.position()) - before };
  }

  async close() {
    await this.client.end();
  }

  async position() {
    const [{ bytes }] = await this.rows(`SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes`);
    return Number(bytes);
  }
}

/** As the service has it (ormconfig.ts). */
const OPTIONS = '-c plan_cache_mode=force_generic_plan';
