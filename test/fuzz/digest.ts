import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { IdentityFolders } from '../../src/identity/folder/identity-folders.js';
import type { TestApp } from '../support/test-app.js';

interface Sums {
  sums: string;
}

interface Table {
  name: string;
  has_json: boolean;
}

/** What IdentityFolders keeps to itself: whether it is at work. */
interface Writer {
  writing?: Promise<void>;
}

/** Tells whether anything that the service keeps has changed: its tables and its output folder. */
export class Digest {
  private constructor(
    private readonly test: TestApp,
    private readonly statement: string,
  ) {}

  static async of(test: TestApp): Promise<Digest> {
    const tables = await test.dataSource.query<Table[]>(TABLES);
    const parts = tables.map(
      ({ name, has_json }) => `(SELECT concat('${name} ', sum(${has_json ? TEXT : ROW})) FROM "${name}" t)`,
    );
    return new Digest(test, `SELECT concat_ws(', ', ${parts.join(', ')}) AS sums`);
  }

  async take(): Promise<string> {
    const [row] = await this.test.dataSource.query<Sums[]>(this.statement);
    return `${row?.sums}, files ${await folderOf(this.test.environment.OUTPUT_DIR)}`;
  }

  /** The same when what was changed is written to the folders too. */
  async settled(): Promise<string> {
    const folders = this.test.app.get<unknown, Writer>(IdentityFolders);
    while (folders.writing) await folders.writing;
    return this.take();
  }
}

const TABLES = `
  SELECT tablename AS name, bool_or(data_type = 'json') AS has_json
  FROM pg_tables JOIN information_schema.columns ON table_schema = schemaname AND table_name = tablename
  WHERE schemaname = 'public' GROUP BY tablename ORDER BY tablename`;
/** A row's hash, in a third of the time that its text's takes; json has no hash. */
const ROW = 'hash_record_extended(t, 0)';
const TEXT = 'hashtextextended(t::text, 0)';

/**
 * Every file with its size and time, which any writing moves, and the folders' names: a folder's time is moved by
 * the probe of `/health/ready` too, which leaves nothing behind.
 */
async function folderOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(path, { recursive: true })).toSorted()) {
    const entry = await stat(join(path, name));
    hash.update(entry.isDirectory() ? `${name}\n` : `${name} ${entry.size} ${entry.mtimeMs} ${entry.ino}\n`);
  }
  return hash.digest('hex');
}

/** Identities and files that there are, in a fixed order. */
export async function uuidsOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ uuid: string }[]>(UUIDS);
  return rows.map(({ uuid }) => uuid.replaceAll('-', ''));
}

const UUIDS = `
  (SELECT identity_uuid AS uuid FROM identity ORDER BY identity_uuid LIMIT 50)
  UNION ALL (SELECT file_uuid FROM file ORDER BY file_uuid LIMIT 10)`;
