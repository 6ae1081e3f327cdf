import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { IdentityFolders } from '../../src/identity/folder/identity-folders.js';
import type { TestApp } from '../support/test-app.js';

interface Sums {
  sums: string;
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
    const tables = await test.dataSource.query<{ tablename: string }[]>(TABLES);
    const parts = tables.map(
      ({ tablename }) => `(SELECT concat('${tablename} ', ${SUM}) FROM "${tablename}" t)`,
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

const TABLES = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;
/** Whatever the order of the rows. */
const SUM = 'sum(hashtextextended(t::text, 0))';

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
