import pg from 'pg';
import { countsOf, linesByFile, linesOf, ofType } from './support/archive.js';
import { manyFaces } from './support/bulk.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { PausedReader } from './support/paused-reader.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** With an embedding each, more than the buffers between the service and a reader that doesn't read can swallow. */
const MANY = 10_000;
const EMBEDDINGS = `
  INSERT INTO face_embedding
  SELECT file_uuid, face_id, 'arcface', 512, decode(repeat('00112233', 512), 'hex') FROM face_detection`;

/** Exports that one process sends at once. */
const AT_ONCE = 4;

describe('the export of a large archive', () => {
  let test: TestApp;
  /** A connection beside those of the service, to look at them and to disturb them. */
  let observer: pg.Client;
  let ann: string;
  let film: string;

  beforeEach(async () => {
    test = await getTestApp({ DATABASE_POOL_SIZE: '2', DATABASE_QUEUE_TIMEOUT: '2' });
    observer = new pg.Client({ connectionString: test.database.url });
    await observer.connect();
    ann = await test.factory.identity({ name: 'Ann' });
    film = await test.factory.file();
    await manyFaces(test.dataSource, film, ann, MANY);
    await test.dataSource.query(EMBEDDINGS);
  });
  afterEach(async () => {
    await observer.end();
    await test.close();
  });

  const open = async (): Promise<PausedReader> => PausedReader.open(await test.app.getUrl(), 'export');
  const openSeveral = (count: number): Promise<PausedReader[]> =>
    Promise.all(Array.from({ length: count }, open));

  /** The processes of the database that send an archive … */
  async function sending(condition = 'true'): Promise<number[]> {
    const { rows } = await observer.query<{ pid: number }>(`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'COPY%' AND state <> 'idle' AND ${condition}`);
    return rows.map(({ pid }) => pid);
  }
  /** … and those of them that wait for a table. */
  const waiting = (): Promise<number[]> => sending("wait_event_type = 'Lock'");

  const withoutHead = (text: string): string => text.slice(text.indexOf('\n'));

  it('is what it was when it began, whatever changes before the reader has taken it', async () => {
    const { text: before } = await test.api.get('export');
    const reader = await open();
    await test.api.post('identity/upload', { identity_uuid: ann, name: 'Bea' });
    await test.api.post(`identity/${ann}/unbind`, { file_uuid: film, trace_id: MANY / 100 });
    await manyFaces(test.dataSource, await test.factory.file(), await test.factory.identity(), 1);
    const { text, complete } = await reader.read();
    expect(complete).toBe(true);
    expect(withoutHead(text) === withoutHead(before)).toBe(true);
    expect(withoutHead((await test.api.get('export')).text) === withoutHead(before)).toBe(false);
  });

  it('holds together while others write', async () => {
    await test.dataSource.query('DELETE FROM face_embedding');
    let busy = true;
    const write = async (): Promise<void> => {
      for (let trace = 0; busy; trace = (trace + 1) % (MANY / 100)) {
        const identity_uuid = randomUuid();
        await test.api.post('identity/upload', { identity_uuid, name: identity_uuid });
        await test.api.post(`identity/${identity_uuid}/bind`, { file_uuid: film, trace_id: trace });
        await test.factory.faces(await test.factory.file(), [{ identity_uuid }]);
        if (trace % 2 === 0) await test.api.delete(`identity/${identity_uuid}`);
      }
    };
    const writers = Promise.all([write(), write()]);
    for (let exports = 0; exports < 10; exports++) expectWhole((await test.api.get('export')).text);
    busy = false;
    await writers;
  });

  /** Who is bound is there, and so is what is bound; and all that is there is counted. */
  function expectWhole(text: string): void {
    const lines = linesOf(text);
    const identities = new Set(ofType(lines, 'identity').map(({ identity_uuid }) => identity_uuid));
    for (const ofFile of linesByFile(lines).values()) {
      const faces = new Set(ofType(ofFile, 'face').map(({ face_id }) => face_id));
      for (const { identity_uuid, face_ids } of ofType(ofFile, 'binding')) {
        expect(identity_uuid === null || identities.has(identity_uuid)).toBe(true);
        expect((face_ids as string[]).filter((face_id) => !faces.has(face_id))).toEqual([]);
      }
    }
    expect(lines.at(-1)).toEqual(countsOf(lines));
  }

  it('goes to several slow readers at once, and the requests find their connections free', async () => {
    const readers = await openSeveral(AT_ONCE);
    const [read, written] = await Promise.all([
      test.api.get(`identity/${ann}`),
      test.api.post('identity/upload', { identity_uuid: randomUuid(), name: 'Bea' }),
    ]);
    expect([read.status, written.status]).toEqual([200, 200]);
    const texts = await Promise.all(readers.map((reader) => reader.read()));
    for (const { text, complete } of texts) {
      expect(complete).toBe(true);
      expect(linesOf(text).at(-1)).toMatchObject({ type: 'end', faces: MANY, bindings: MANY / 1000 });
    }
  });

  it('is a 503 for one reader too many, until another has gone', async () => {
    const readers = await openSeveral(AT_ONCE);
    const { status, body } = await test.api.get('export');
    expect([status, body.code]).toEqual([503, 'overloaded']);
    readers[0]!.leave();
    expect((await test.api.get('export')).status).toBe(200);
    for (const reader of readers) reader.leave();
  });

  it('is sent no further when its reader goes away, and the next one gets it whole', async () => {
    for (let readers = 0; readers < AT_ONCE + 1; readers++) {
      const reader = await open();
      expect(await eventually(sending, ({ length }) => length > 0)).toHaveLength(1);
      reader.leave();
      expect(await eventually(sending, ({ length }) => length === 0)).toEqual([]);
    }
    for (const reader of await openSeveral(AT_ONCE)) reader.leave();
    const { status, text } = await test.api.get('export');
    expect(status).toBe(200);
    expectWhole(text);
  });

  it('is given up at once when its reader goes away, also while the database has nothing to send', async () => {
    const lock = test.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE face_detection');
    for (let readers = 1; readers <= AT_ONCE + 1; readers++) {
      const reader = await open();
      expect(await eventually(waiting, ({ length }) => length === readers)).toHaveLength(readers);
      reader.leave();
    }
    const reader = await open();
    await lock.rollbackTransaction();
    await lock.release();
    const { text, complete } = await reader.read();
    expect(complete).toBe(true);
    expectWhole(text);
  });

  it('breaks off where the database goes away in the middle, and does not end as if complete', async () => {
    const reader = await open();
    const [pid] = await eventually(sending, ({ length }) => length > 0);
    await observer.query('SELECT pg_terminate_backend($1)', [pid]);
    const { text, complete } = await reader.read();
    expect(complete).toBe(false);
    expect(text).not.toContain('"type":"end"');
    expect((await test.api.get('export')).status).toBe(200);
  });

  it('does not keep the service from ending', async () => {
    const reader = await open();
    await test.app.close();
    expect((await reader.read()).complete).toBe(false);
  });
});

describe('the export while the database is away', () => {
  it('is a 503, and works when it is back, whether it had been asked for before or not', async () => {
    const proxy = new CuttableProxy();
    const test = await getTestApp({}, proxy);
    for (const time of ['first', 'second']) {
      await proxy.cut();
      const { status, headers, body } = await test.api.get('export');
      expect([time, status, body.code]).toEqual([time, 503, 'database_unavailable']);
      expect(headers['retry-after']).toMatch(/^\d+$/);
      await proxy.mend();
      expect(linesOf((await test.api.get('export')).text)).toHaveLength(2);
    }
    await test.close();
  });
});
