import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Command, type Outcome } from './support/command.js';
import { eventually } from './support/eventually.js';
import { jpeg, png } from './support/images.js';
import { Workplace } from './support/service.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** Exports that wait for a table that is locked. */
const WAITING = `
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND query LIKE 'COPY%' AND wait_event_type = 'Lock'`;

const withoutHead = (text: string): string => text.slice(text.indexOf('\n'));

/** All files below a folder, by their paths in it. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).sort();
  const isFile = await Promise.all(paths.map(async (path) => (await stat(join(folder, path))).isFile()));
  const files = paths
    .filter((_, index) => isFile[index])
    .map(async (path) => [path, await readFile(join(folder, path), 'latin1')]);
  return Object.fromEntries(await Promise.all(files)) as Record<string, string>;
}

describe('npm run export, on its own', () => {
  let place: Workplace;

  beforeEach(async () => {
    place = await Workplace.create();
  });
  afterEach(() => place.remove());

  const run = (...parameters: string[]): Promise<Outcome> =>
    new Command('export', parameters, place.folder).ended();

  it('exports the same beside the service and after it, with the folders as they are on disk', async () => {
    const service = await place.start();
    const { text } = await (await service.api()).get('export');
    const beside = await run('beside');
    await service.end('SIGTERM');
    expect(await run('backups/after')).toMatchObject({ code: 0, stderr: '' });
    const { 'archive.ndjson': archive, ...folders } = await filesIn(join(place.folder, 'beside'));
    expect(withoutHead(Buffer.from(archive!, 'latin1').toString())).toBe(withoutHead(text));
    expect(folders).toEqual(await filesIn(join(place.folder, 'data/output')));
    const { 'archive.ndjson': later, ...same } = await filesIn(join(place.folder, 'backups/after'));
    expect([same, withoutHead(later!)]).toEqual([folders, withoutHead(archive!)]);
    expect(beside).toMatchObject({ code: 0, stderr: '' });
    expect(beside.stdout).toMatch(
      /^Exported to beside: 14 identities, 3 files, 8,875 faces, 121 chunks, \d+ bindings, 0 rejections, 11 images\n$/,
    );
  });

  it.each([[[]], [['one', 'two']], [['--all']], [['']]])(
    'answers %j with how it is used',
    async (parameters) => {
      const { code, stdout, stderr } = await run(...parameters);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('\n\nUsage: npm run export -- DIR\n');
      expect(await readdir(place.folder)).toEqual([]);
    },
  );
});

describe('npm run export', () => {
  let test: TestApp;
  let place: Workplace;
  let ann: string;
  let bea: string;

  beforeEach(async () => {
    [test, place] = await Promise.all([getTestApp(), Workplace.create()]);
    ann = await test.factory.identity({ name: 'Ann "\\" Õ' });
    bea = await test.factory.identity({ name: 'Bea', tmdb_profile: 'https://example.org/bea.jpg' });
    await test.factory.faces(await test.factory.file(), [{ identity_uuid: ann, trace_id: 0 }]);
    await test.api.upload(`identity/${ann}/profile-image`, await jpeg(300));
    await test.api.upload(`identity/${bea}/profile-image`, await png());
  });
  afterEach(() => Promise.all([test.close(), place.remove()]));

  const start = (...parameters: string[]): Command => {
    const { DATABASE_URL, DATA_DIR, OUTPUT_DIR } = test.environment;
    return new Command('export', parameters, place.folder, { DATABASE_URL, DATA_DIR, OUTPUT_DIR });
  };
  const run = (...parameters: string[]): Promise<Outcome> => start(...parameters).ended();
  const left = (): Promise<string[]> => readdir(place.folder);
  const here = (...path: string[]): string => join(place.folder, ...path);
  const imageOf = (uuid: string, name: string): string =>
    join(test.environment.OUTPUT_DIR, 'identities', uuid, name);

  /** Runs a command that waits in the middle for a table that somebody else has locked, until it is disturbed. */
  async function whileWaiting(disturb: (command: Command) => Promise<unknown>): Promise<Outcome> {
    const lock = new pg.Client({ connectionString: test.database.url });
    await lock.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE face_detection');
      const command = start('backup');
      expect(await eventually(waiting, ({ length }) => length > 0)).toHaveLength(1);
      expect(await left()).toEqual([expect.stringMatching(/\.partial$/)]);
      await disturb(command);
      return await command.ended();
    } finally {
      await lock.end();
    }
  }
  const waiting = (): Promise<unknown[]> => test.dataSource.query(WAITING);

  it('works on the server that DATABASE_URL names, into an empty folder', async () => {
    await mkdir(here('backup'));
    expect(await run('backup')).toEqual({
      code: 0,
      stdout:
        'Exported to backup: 2 identities, 1 files, 1 faces, 0 chunks, 1 bindings, 0 rejections, 2 images\n',
      stderr: '',
    });
    const { 'archive.ndjson': archive, ...folders } = await filesIn(here('backup'));
    const last = archive!.trim().split('\n').at(-1)!;
    expect(JSON.parse(last)).toMatchObject({ type: 'end', identities: 2, bindings: 1, images: 0 });
    expect(Object.keys(folders)).toHaveLength(4);
    expect(await left()).toEqual(['backup']);
  });

  it('refuses a folder with something in it, and what is no folder', async () => {
    await mkdir(here('backup'));
    await writeFile(here('backup', 'notes.txt'), 'mine');
    const folder = await run('backup');
    expect(folder).toEqual({ code: 1, stdout: '', stderr: 'backup is not empty: name a new folder\n' });
    const file = await run('backup/notes.txt');
    expect(file).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('notes.txt') });
    expect(await filesIn(place.folder)).toEqual({ 'backup/notes.txt': 'mine' });
  });

  it('tells which image is not on disk and exits with 1, and exports the rest', async () => {
    await rm(imageOf(ann, 'profile.jpg'));
    const { code, stdout, stderr } = await run('backup');
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(ann)]);
    expect(stdout).toContain('2 identities, 1 files, 1 faces, 0 chunks, 1 bindings, 0 rejections, 1 images');
    const names = Object.keys(await filesIn(here('backup'))).sort();
    expect(names).toEqual(
      [
        'archive.ndjson',
        `identities/${ann}/identity.json`,
        `identities/${bea}/identity.json`,
        `identities/${bea}/profile.png`,
      ].sort(),
    );
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves nothing behind when it is interrupted by %s',
    async (signal) => {
      const { code, stderr } = await whileWaiting((command) => command.end(signal));
      expect([code, stderr]).toEqual([130, '']);
      expect(await left()).toEqual([]);
    },
  );

  it('leaves nothing behind when the database goes away, and says so', async () => {
    const { code, stdout, stderr } = await whileWaiting(() =>
      test.dataSource.query(`SELECT pg_terminate_backend(pid) FROM (${WAITING}) w`),
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await left()).toEqual([]);
  });
});
