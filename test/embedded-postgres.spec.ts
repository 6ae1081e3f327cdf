import { Logger } from '@nestjs/common';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { EmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { findHome } from '../src/database/embedded/home.js';
import { launch } from '../src/database/embedded/launch.js';
import { embeddedConnection } from '../src/database/embedded/socket.js';
import { endChild, firstWord, forkChild, processesOf } from './support/embedded-processes.js';
import { PATIENCE } from './support/eventually.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

describe('the embedded PostgreSQL', () => {
  let place: string;
  let folder: string;
  let children: ChildProcess[];
  let started: EmbeddedPostgres[];

  beforeAll(() => Logger.overrideLogger(false));

  afterAll(() => Logger.overrideLogger(true));

  beforeEach(async () => {
    place = await publicFolder();
    folder = join(place, 'postgres');
    children = [];
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((embedded) => embedded.stop()));
    await Promise.all(children.filter(isAlive).map((child) => endChild(child)));
    await eventually(async () => expect(await processesOf(place)).toEqual([]));
    await rm(place, { recursive: true });
  });

  async function start(): Promise<EmbeddedPostgres> {
    const embedded = await EmbeddedPostgres.start(folder);
    started.push(embedded);
    return embedded;
  }

  function startChild(owner: { uid?: number; gid?: number } = {}): ChildProcess {
    const child = forkChild(folder, owner);
    children.push(child);
    return child;
  }

  async function query(text: string): Promise<QueryResultRow[]> {
    const client = new Client({ ...embeddedConnection(folder), port: 5432 });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<QueryResultRow>(text).finally(() => void client.end());
    return rows;
  }

  const serverId = async (): Promise<number> =>
    parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'));

  it('starts in a fresh folder and keeps its rows over a restart', async () => {
    const embedded = await start();
    await query('CREATE TABLE person AS SELECT 1 AS id');
    await embedded.stop();
    expect(await processesOf(folder)).toEqual([]);

    await start();
    expect(await query('SELECT id FROM person')).toEqual([{ id: 1 }]);
  });

  it('knows upper and lower case and trigrams of letters beyond ASCII', async () => {
    await start();
    await query('CREATE EXTENSION pg_trgm');
    const answer = await query(
      `SELECT 'ÄPFEL' ILIKE 'äpfel' AS same, similarity('äöü', 'ÄÖÜ') AS similarity`,
    );
    expect(answer).toEqual([{ same: true, similarity: 1 }]);
  });

  it('is reached through its socket only, by its own account only', async () => {
    await start();
    expect(await query(`SELECT current_setting('listen_addresses') AS addresses`)).toEqual([
      { addresses: '' },
    ]);
    expect((await stat(embeddedConnection(folder).host)).mode & 0o077).toBe(0);
  });

  it('works from a folder whose socket path would be too long', async () => {
    folder = join(place, 'long'.repeat(25), 'postgres');
    await start();
    const { host } = embeddedConnection(folder);
    expect(host.startsWith(tmpdir())).toBe(true);
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await rm(host, { recursive: true });
  });

  it('gives both of two processes that start at once on one folder a working database', async () => {
    const words = await Promise.all([startChild(), startChild()].map(firstWord));
    expect(words).toEqual(['ready', 'ready']);
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await readdir(place)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('goes on for a second process when the first one ends', async () => {
    const first = startChild();
    expect(await firstWord(first)).toBe('ready');
    await query('CREATE TABLE person AS SELECT 1 AS id');
    await start();
    await endChild(first);
    await eventually(async () => expect(await query('SELECT id FROM person')).toEqual([{ id: 1 }]));
  });

  it('leaves a server that it joined to the process that started it', async () => {
    expect(await firstWord(startChild())).toBe('ready');
    const embedded = await start();
    await embedded.stop();
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('comes back by itself when the server process is killed', async () => {
    await start();
    await query('CREATE TABLE person AS SELECT 1 AS id');
    process.kill(await serverId(), 'SIGKILL');
    await eventually(async () => expect(await query('SELECT id FROM person')).toEqual([{ id: 1 }]));
  });

  it('leaves no process behind when node is killed, and no acknowledged row is lost', async () => {
    const child = startChild();
    expect(await firstWord(child)).toBe('ready');
    await query('CREATE TABLE person AS SELECT 1 AS id');
    await endChild(child, 'SIGKILL');
    await eventually(async () => expect(await processesOf(folder)).toEqual([]));

    await start();
    expect(await query('SELECT id FROM person')).toEqual([{ id: 1 }]);
  });

  it('starts over after a first start that was killed half way', async () => {
    const child = startChild();
    await eventually(async () => expect(await readdir(place)).toContain('postgres.log'));
    await endChild(child, 'SIGKILL');

    await start();
    expect((await readdir(place)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('ends a server that is stopped before it can hear signals', async () => {
    await (await start()).stop();
    const server = await launch(await findHome(folder));
    await server.stop();
    expect(await processesOf(folder)).toEqual([]);
  });

  it('starts after a crash though another program has been given the process id of the dead server', async () => {
    await (await start()).stop();
    const { uid, gid } = await stat(folder);
    const other = spawn('sleep', ['60'], { uid, gid });
    await writeFile(join(folder, 'postmaster.pid'), `${other.pid}\n${folder}\n1\n5432\n`);
    await start().finally(() => other.kill());
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what the server said when it cannot start', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(/does not start:.*FATAL.*PostgreSQL version 9/s);
  });

  if (isRoot) {
    it('runs for root in a folder that only root can reach, and again when others can', async () => {
      await chmod(place, 0o700);
      await (await start()).stop();
      await chmod(place, 0o755);
      await start();
      expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('runs for an ordinary user, whose server root can join', async () => {
      await chown(place, NOBODY, NOBODY);
      expect(await firstWord(startChild({ uid: NOBODY, gid: NOBODY }))).toBe('ready');
      await start();
      expect((await stat(folder)).uid).toBe(NOBODY);
    });

    it('tells an ordinary user whose the data are', async () => {
      await mkdir(folder, { mode: 0o700 });
      const word = await firstWord(startChild({ uid: NOBODY, gid: NOBODY }));
      expect(word).toMatch(/belongs to user 0, and this is user 65534.*DATABASE_URL/);
    });
  }
});

/** A temporary folder that the account of the server can enter when the tests run as root. */
async function publicFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'momentry-'));
  await chmod(path, 0o755);
  return path;
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** Repeats what fails until it doesn't, for a while. */
async function eventually(attempt: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await delay(50)) {
    const succeeded = await attempt().then(
      () => true,
      () => false,
    );
    if (succeeded) return;
  }
  await attempt();
}
