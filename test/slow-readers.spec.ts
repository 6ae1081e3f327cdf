import pg from 'pg';
import { manyFaces } from './support/bulk.js';
import { atRest, eventually } from './support/eventually.js';
import { PausedReader } from './support/paused-reader.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** More than the buffers between the service and a reader that doesn't read can swallow: some 10 MB of JSON. */
const MANY = 40_000;
const CONNECTIONS = 2;

describe('a long list and a slow reader', () => {
  let test: TestApp;
  /** A connection beside those of the service, to look at it and to disturb it. */
  let observer: pg.Client;
  let identity: string;

  beforeAll(async () => {
    test = await getTestApp({ DATABASE_POOL_SIZE: String(CONNECTIONS) });
    observer = new pg.Client({ connectionString: test.database.url });
    await observer.connect();
    identity = await test.factory.identity();
    await manyFaces(test.dataSource, await test.factory.file(), identity, MANY);
  });
  afterAll(async () => {
    await observer.end();
    await test.close();
  });

  const open = async (): Promise<PausedReader> =>
    PausedReader.open(await test.app.getUrl(), `identity/${identity}/faces`);

  /** When the service last asked the database for detections. */
  async function lastRead(): Promise<string> {
    const { rows } = await observer.query<{ at: string }>(`
      SELECT max(query_start)::text AS at FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%face_detection d%'`);
    return rows[0]!.at;
  }

  const openConnections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = test.app.getHttpServer();
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });

  it('is read from the database only as far as the reader takes it, and whole in the end', async () => {
    const reader = await open();
    const before = await atRest(lastRead);
    const { text, complete } = await reader.read();
    expect(complete).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ success: true, count: MANY });
    expect(await lastRead()).not.toBe(before);
  });

  it('leaves the database connections to others meanwhile', async () => {
    const readers = await Promise.all(Array.from({ length: 3 * CONNECTIONS }, open));
    await atRest(lastRead);
    const [read, written] = await Promise.all([
      test.api.get(`identity/${identity}`),
      test.api.post('identity/upload', { identity_uuid: 'f'.repeat(32), name: 'Audrey Hepburn' }),
    ]);
    for (const reader of readers) reader.leave();
    expect([read.status, written.status]).toEqual([200, 200]);
  });

  it('is read no further when the reader has gone', async () => {
    const reader = await open();
    const before = await atRest(lastRead);
    reader.leave();
    expect(await eventually(openConnections, (count) => count === 0)).toBe(0);
    expect(await atRest(lastRead)).toBe(before);
    expect((await test.api.get(`identity/${identity}`)).status).toBe(200);
  });

  it('breaks off where reading fails in the middle, and does not end as if complete', async () => {
    const reader = await open();
    await atRest(lastRead);
    await observer.query('ALTER TABLE face_detection RENAME TO hidden');
    const { text, complete } = await reader
      .read()
      .finally(() => observer.query('ALTER TABLE hidden RENAME TO face_detection'));
    expect(complete).toBe(false);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('counts the rows that were sent, whatever becomes of the others meanwhile', async () => {
    const reader = await open();
    await atRest(lastRead);
    await observer.query('UPDATE face_detection SET identity_uuid = NULL WHERE frame_number > $1', [
      MANY - 10,
    ]);
    const { text } = await reader.read();
    const { count, data } = JSON.parse(text) as { count: number; data: unknown[] };
    expect([count, data.length]).toEqual([MANY - 10, MANY - 10]);
  });
});
