import pg from 'pg';
import { LockQueue } from '../src/database/lock-queue.js';
import type { Answer } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { AT_GATE, closeGate, removeGate } from './support/gate.js';
import { png } from './support/images.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const WAITERS = 40;
const TRACES = 8;

/** Requests under way, and what they were answered. */
class Requests {
  readonly answers: Answer[] = [];
  private readonly all: Promise<void>[] = [];

  send(...requests: Promise<Answer>[]): void {
    this.all.push(...requests.map((request) => request.then((answer) => void this.answers.push(answer))));
  }

  async statuses(): Promise<number[]> {
    await Promise.all(this.all);
    return [...new Set(this.answers.map(({ status }) => status))].toSorted();
  }
}

describe('Changes that wait for a lock', () => {
  let test: TestApp;
  let holder: pg.Client;
  let ann: string;
  let bea: string;
  let film: string;
  let other: string;

  beforeAll(async () => {
    // One turn to write, and one for bulk work: who waits for a lock has neither.
    test = await getTestApp({ DATABASE_POOL_SIZE: '2', DATABASE_BULK_POOL_SIZE: '1' });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    [ann, bea] = [await test.factory.identity({ name: 'Ann' }), await test.factory.identity({ name: 'Bea' })];
    [film, other] = [await test.factory.file(), await test.factory.file()];
    for (const file of [film, other]) await test.factory.faces(file, facesOf());
    holder = new pg.Client({ connectionString: test.database.url });
    await holder.connect();
    await holder.query('BEGIN');
  });
  afterEach(() => holder.end());

  const lock = (table: 'identity' | 'file', ...uuids: string[]): Promise<unknown> =>
    holder.query(`SELECT FROM ${table} WHERE ${table}_uuid = ANY ($1) FOR UPDATE`, [uuids]);
  const waiting = (count: number): Promise<number> =>
    eventually(
      () => Promise.resolve(test.app.get(LockQueue).waiting),
      (found) => found === count,
    );

  const bind = (uuid: string, file_uuid: string, trace_id: number, headers = {}): Promise<Answer> =>
    test.api.post(`identity/${uuid}/bind`, { file_uuid, trace_id }, headers);
  const unbind = (uuid: string, file_uuid: string, trace_id: number): Promise<Answer> =>
    test.api.post(`identity/${uuid}/unbind`, { file_uuid, trace_id });
  const upload = (identity_uuid: string, name: string): Promise<Answer> =>
    test.api.post('identity/upload', { identity_uuid, name });
  const image = async (uuid: string): Promise<Answer> =>
    test.api.upload(`identity/${uuid}/profile-image`, await png(8), { name: 'a.png', type: 'image/png' });
  const rename = (file: string): Promise<Answer> => test.api.put(`file/${file}`, { name: randomUuid() });
  const ingest = (file: string, faces: object[]): Promise<Answer> =>
    test.api.post(`file/${file}/faces`, faces);

  /** A change of every kind that has nothing to do with Ann or the film. */
  async function expectOthersAnswered(): Promise<void> {
    const cleo = await test.factory.identity({ name: 'Cleo' });
    const answers = await Promise.all([
      bind(bea, other, 0),
      bind(bea, other, 1, { 'If-Match': '*' }),
      unbind(bea, other, 2),
      upload(bea, 'Bea'),
      image(bea),
      rename(other),
      ingest(other, ingestedFaces()),
      test.api.delete(`identity/${cleo}`),
      test.api.get(`identity/${ann}`),
      test.api.get(`file/${film}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await test.api.delete(`file/${other}`)).status).toBe(200);
  }

  it('for an identity delay nobody who changes another one', async () => {
    await lock('identity', ann);
    const requests = new Requests();
    const kinds = [
      (nth: number) => bind(ann, film, nth % TRACES),
      (nth: number) => bind(ann, other, nth % TRACES, { 'If-Match': '*' }),
      (nth: number) => unbind(ann, film, nth % TRACES),
      () => upload(ann, 'Ann'),
      () => image(ann),
    ];
    for (let nth = 0; nth < WAITERS; nth++) requests.send(kinds[nth % kinds.length]!(nth));
    expect(await waiting(WAITERS)).toBe(WAITERS);
    requests.send(test.api.delete(`identity/${ann}`));
    expect(await waiting(WAITERS + 1)).toBe(WAITERS + 1);
    expect((await test.api.get('/metrics')).text).toContain(
      `database_waiting{purpose="lock"} ${WAITERS + 1}\n`,
    );
    await expectOthersAnswered();
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200, 404]);
    await expectExactSummaries(test.dataSource);
  });

  it('for a file delay nobody who changes another one', async () => {
    await lock('file', film);
    const requests = new Requests();
    const kinds = [
      (nth: number) => bind(ann, film, nth % TRACES),
      (nth: number) => unbind(ann, film, nth % TRACES),
      () => rename(film),
    ];
    for (let nth = 0; nth < WAITERS; nth++) requests.send(kinds[nth % kinds.length]!(nth));
    requests.send(ingest(film, ingestedFaces()));
    expect(await waiting(WAITERS + 1)).toBe(WAITERS + 1);
    await expectOthersAnswered();
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
    await expectExactSummaries(test.dataSource);
  });

  it('each for another identity delay nobody', async () => {
    const people = await Promise.all(Array.from({ length: WAITERS }, () => test.factory.identity()));
    await lock('identity', ...people);
    const requests = new Requests();
    for (const person of people) requests.send(upload(person, person));
    expect(await waiting(WAITERS)).toBe(WAITERS);
    await expectOthersAnswered();
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
  });

  it('for the former owner of a trace delay nobody who binds another trace of the file', async () => {
    for (const trace of [0, 1, 2]) expect((await bind(ann, film, trace)).status).toBe(200);
    await lock('identity', ann);
    const requests = new Requests();
    const people = await Promise.all([0, 1, 2].map(() => test.factory.identity()));
    for (const [nth, person] of people.entries()) {
      const headers = nth > 0 ? { 'If-Match': '*' } : {};
      requests.send(bind(person, film, nth, headers));
    }
    expect(await waiting(people.length)).toBe(people.length);
    for (const headers of [{}, { 'If-Match': '*' }])
      expect((await bind(bea, film, 3, headers)).status).toBe(200);
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
    await expectExactSummaries(test.dataSource);
  });

  it('with rows that came in delay no ingest of another file', async () => {
    await lock('identity', ann);
    const rows = ingestedFaces().map((face) => ({ ...face, identity_uuid: ann, provenance: 'auto' }));
    const requests = new Requests();
    requests.send(ingest(film, rows));
    expect(await waiting(1)).toBe(1);
    await expectOthersAnswered();
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
    expect(requests.answers[0]!.body).toMatchObject({ inserted: rows.length, refused: 0 });
    await expectExactSummaries(test.dataSource);
  });

  it('behind a long ingest keep nobody from the identities that they name', async () => {
    await closeGate(holder, 'face_detection');
    await holder.query('COMMIT');
    const requests = new Requests();
    requests.send(ingest(film, ingestedFaces()));
    const atGate = (): Promise<pg.QueryResult> =>
      holder.query(`SELECT FROM pg_stat_activity WHERE ${AT_GATE}`);
    expect((await eventually(atGate, ({ rowCount }) => rowCount === 1)).rowCount).toBe(1);
    requests.send(bind(ann, film, 0, { 'If-Match': '*' }));
    expect(await waiting(1)).toBe(1);
    expect((await upload(ann, 'Ann B.')).status).toBe(200);
    expect(requests.answers).toEqual([]);
    await removeGate(holder);
    expect(await requests.statuses()).toEqual([200]);
  });

  it('for an identity that others only refer to are its deletions alone', async () => {
    await holder.query('SELECT FROM identity WHERE identity_uuid = $1 FOR KEY SHARE', [ann]);
    const requests = new Requests();
    requests.send(test.api.delete(`identity/${ann}`));
    expect(await waiting(1)).toBe(1);
    const answers = await Promise.all([bind(ann, film, 0), upload(ann, 'Ann'), image(ann)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
  });

  it('for a name go on when it is free', async () => {
    await holder.query(`SELECT pg_advisory_xact_lock(hashtextextended('uuid:${ann}', 0))`);
    const requests = new Requests();
    requests.send(upload(ann, 'Ann'));
    expect(await waiting(1)).toBe(1);
    await expectOthersAnswered();
    expect(requests.answers).toEqual([]);
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
  });

  it('are made in the order in which they came', async () => {
    await lock('identity', ann);
    const names = Array.from({ length: 8 }, (_, nth) => `Ann ${nth}`);
    const requests = new Requests();
    for (const [nth, name] of names.entries()) {
      requests.send(upload(ann, name));
      expect(await waiting(nth + 1)).toBe(nth + 1);
    }
    await holder.query('ROLLBACK');
    expect(await requests.statuses()).toEqual([200]);
    const { body } = await test.api.get(`identity/${ann}/history`);
    const made = (body.data as { after: { name: string } }[]).map(({ after }) => after.name);
    expect(made).toEqual(names.toReversed());
  });

  it('see what the one that held it has done', async () => {
    await lock('identity', ann);
    const requests = new Requests();
    const tag = (await test.api.get(`identity/${ann}`)).headers.etag!;
    requests.send(
      bind(ann, film, 0),
      bind(ann, film, 1, { 'If-Match': tag }),
      unbind(ann, film, 2),
      image(ann),
    );
    expect(await waiting(4)).toBe(4);
    await holder.query('DELETE FROM identity WHERE identity_uuid = $1', [ann]);
    await holder.query('COMMIT');
    expect(await requests.statuses()).toEqual([404]);
  });
});

describe('A change that has waited for a lock for as long as it may', () => {
  let test: TestApp;
  let holder: pg.Client;
  let ann: string;
  let film: string;

  beforeAll(async () => {
    test = await getTestApp({ DATABASE_LOCK_TIMEOUT: '1', DATABASE_QUEUE_SIZE: '8' });
    ann = await test.factory.identity({ name: 'Ann' });
    film = await test.factory.file();
    await test.factory.faces(film, facesOf());
    holder = new pg.Client({ connectionString: test.database.url });
    await holder.connect();
  });
  afterAll(async () => {
    await holder.end();
    await test.close();
  });
  beforeEach(async () => {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM identity WHERE identity_uuid = $1 FOR UPDATE', [ann]);
  });
  afterEach(() => holder.query('ROLLBACK'));

  const upload = (name: string): Promise<Answer> =>
    test.api.post('identity/upload', { identity_uuid: ann, name });

  it('is a 503, has changed nothing, and leaves its idempotency key free', async () => {
    const headers = { 'Idempotency-Key': randomUuid() };
    const bind = (): Promise<Answer> =>
      test.api.post(`identity/${ann}/bind`, { file_uuid: film, trace_id: 0 }, headers);
    const answers = await Promise.all([bind(), upload('Bea'), test.api.delete(`identity/${ann}`)]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [503, 'overloaded']),
    );
    await holder.query('ROLLBACK');
    const { body } = await test.api.get(`identity/${ann}/json`);
    expect([body.name, body.file_bindings]).toEqual(['Ann', []]);
    const again = await bind();
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, undefined]);
  });

  it('takes no more than half of the places in the queue together with others for that lock', async () => {
    const before = test.app.get(LockQueue).refused;
    const answers = Array.from({ length: 5 }, (_, nth) => upload(`Ann ${nth}`));
    // One is refused at once, while four wait.
    const refused = await Promise.race(answers);
    expect(refused.body.code).toBe('overloaded');
    expect(test.app.get(LockQueue).refused).toBe(before + 1);
    await Promise.all(answers);
    expect(test.app.get(LockQueue).refused).toBe(before + 5);
  });
});

/** Traces of two detections each, in the frames 0 and 2. */
const facesOf = (): { frame_number: number; face_id: string; trace_id: number }[] =>
  [0, 2].flatMap((frame_number) =>
    Array.from({ length: TRACES }, (_, trace_id) => ({
      frame_number,
      face_id: `${frame_number}_${trace_id}`,
      trace_id,
    })),
  );

/** Detections as a request sends them, of a frame that has none yet. */
const ingestedFaces = (): object[] =>
  [0, 1].map((index) => ({
    face_id: `7_${index}`,
    frame_number: 7,
    confidence: 0.5,
    trace_id: TRACES + index,
    bbox: { x: index * 200, y: 10, width: 100, height: 100 },
  }));
