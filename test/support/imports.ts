import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ImportService } from '../../src/import/import.service.js';
import type { ImportOptions } from '../../src/import/options.js';
import type { Progress } from '../../src/import/progress.js';
import type { Report } from '../../src/import/report.js';
import type { TestApp } from './test-app.js';

export const silent: Progress = {
  start: () => undefined,
  file: () => undefined,
  read: () => undefined,
  rows: () => undefined,
  stop: () => undefined,
};

/** A folder of files to import, and their import into a test's service. */
export class Inbox {
  private constructor(readonly folder: string) {}

  static async create(): Promise<Inbox> {
    return new Inbox(await mkdtemp(join(tmpdir(), 'momentry-import-')));
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Puts a file in; what is no text or bytes goes in as JSON. Returns its path. */
  async put(name: string, content: unknown): Promise<string> {
    const path = this.path(name);
    await mkdir(dirname(path), { recursive: true });
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(path, isRaw ? content : JSON.stringify(content));
    return path;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Imports files into a test's service. */
export function importInto(
  { app }: Pick<TestApp, 'app'>,
  paths: string | string[],
  options: Partial<ImportOptions> = {},
): Promise<Report> {
  const { signal } = new AbortController();
  const all = { dryRun: false, signal, progress: silent, ...options };
  return app.get(ImportService, { strict: false }).import([paths].flat(), all);
}

/** What is wrong by a report: nothing, where all came in. */
export const complaints = ({ refused, unread }: Report): string[] => [
  ...unread.first.map(({ why }) => why),
  ...refused.first.map(({ place, detail }) => `${place}: ${detail}`),
];

const TABLES = [
  'identity',
  'identity_alias',
  'file',
  'face_detection',
  'face_embedding',
  'rejection',
  'trace',
  'appearance',
  'chunk',
  'embedding_model',
  'change',
  'changed_identity',
];

/** Everything that the database holds; with `xmin` it tells whether a row was rewritten. */
export async function everything({ dataSource }: TestApp): Promise<Record<string, unknown>> {
  const contents = TABLES.map(async (table) => {
    const rows = await dataSource.query<unknown[]>(
      `SELECT xmin::text, t.* FROM ${table} t ORDER BY t::text COLLATE "C"`,
    );
    return [table, rows] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

/** Expects that something leaves every row of every table as it is, not even written again. */
export async function expectNothingChanges(test: TestApp, work: () => Promise<unknown>): Promise<void> {
  const before = await everything(test);
  await work();
  expect(await everything(test)).toEqual(before);
}
