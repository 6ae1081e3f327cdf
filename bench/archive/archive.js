import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { make } from './dataset/make.js';
import { sizeOf } from './dataset/size.js';
import { version } from './dataset/version.js';

/** Where what takes long to make is kept. */
export const KEPT = fileURLToPath(new URL('../../data/bench/', import.meta.url));

/** A data set in a database of its own, made once and kept. `name`: of the database; `folder`: of the service's files. */
export class Archive {
  /** Finds the data set of a scale on a server, or makes it. `fresh`: makes it in any case, and removes older ones. */
  static async open(server, { scale, seed, fresh, say }) {
    const family = `bench_archive_${String(scale).replace('.', '_')}_seed_${seed}_`;
    const archive = new Archive(server, sizeOf(scale), seed, `${family}${version()}`);
    if (fresh) await archive.remove(family);
    if (!(await archive.exists())) await archive.make(say);
    return archive;
  }

  constructor(server, size, seed, name) {
    Object.assign(this, { server, size, seed, name, folder: `${KEPT}${name}` });
  }

  get url() {
    return this.server.urlOf(this.name);
  }

  async exists() {
    const rows = await this.server.query('SELECT FROM pg_database WHERE datname = $1', [this.name]);
    return rows.length > 0;
  }

  /** It bears its name only when it is complete. */
  async make(say) {
    const draft = `${this.name}_draft`;
    say(`Making ${this.name}`);
    await this.server.query(`DROP DATABASE IF EXISTS ${draft}`);
    await this.server.query(`CREATE DATABASE ${draft}`);
    await make(this.server.urlOf(draft), this.seed, this.size, say);
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true });
    await this.server.query(`ALTER DATABASE ${draft} RENAME TO ${this.name}`);
  }

  async remove(family) {
    const rows = await this.server.query(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [family],
    );
    for (const { name } of rows) {
      await this.server.query(`DROP DATABASE ${name}`);
      await rm(`${KEPT}${name}`, { recursive: true, force: true });
    }
  }
}
