import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Connections } from '../src/database/connections.js';
import { Reader } from '../src/database/reader.js';
import { Transactions } from '../src/database/transactions.js';
import type { Answer } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { Sender } from './support/sender.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { whoWaitsFor } from './support/waiting.js';

const QUEUE = 4;

const expectOverloaded = ({ status, headers, body }: Answer): void => {
  expect([status, body.code]).toEqual([503, 'overloaded']);
  expect(headers['retry-after']).toMatch(/^\d+$/);
};

/** A connection beside those of the service, which holds what the service wants. */
async function connect(test: TestApp): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: test.database.url });
  await client.connect();
  return client;
}

describe('a service of which more is asked than it can do', () => {
  let test: TestApp;
  let rival: pg.Client;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp({
      DATABASE_POOL_SIZE: '2',
      DATABASE_BULK_POOL_SIZE: '1',
      DATABASE_QUEUE_SIZE: String(QUEUE),
      DATABASE_QUEUE_TIMEOUT: '20',
      DATABASE_LOCK_TIMEOUT: '60',
    });
    rival = await connect(test);
    uuid = await test.factory.identity({ name: 'Ann' });
  });
  afterEach(() => rival.query('ROLLBACK'));
  afterAll(async () => {
    await rival.end();
    await test.close();
  });

  const read = (): Promise<Answer> => test.api.get(`identity/${uuid}`);
  const create = (): Promise<Answer> => {
    const identity_uuid = randomUuid();
    return test.api.post('identity/upload', { identity_uuid, name: identity_uuid });
  };
  const send = (request: () => Promise<Answer>, count: number): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, request));
  const statuses = (answers: Answer[]): number[] => answers.map(({ status }) => status);

  const waitingFor = (count: number, look: () => number | Promise<number>): Promise<number> =>
    eventually(
      async () => look(),
      (waiting) => waiting === count,
    );
  /** Statements that wait for the table. */
  const held = async (): Promise<number> => (await rival.query(whoWaitsFor('identity'))).rowCount!;
  const writersWaiting = (): number => test.app.get(Transactions).turns.waiting;

  /** Never the same one: whoever asks for the same page shares its reading. */
  let pages = 0;
  const anotherPage = (): Promise<Answer> => test.api.get(`identities?page=${++pages}`);

  it.each([
    ['lists', anotherPage, () => test.app.get(Connections).waiting],
    ['what is asked together', read, () => test.app.get(Reader).waiting],
  ])('refuses at once what would only wait, and serves those whom it let in: %s', async (_, ask, waiting) => {
    await rival.query('BEGIN; LOCK TABLE identity');
    const [first, second] = [ask(), waitingFor(1, held).then(ask)];
    expect(await waitingFor(2, held)).toBe(2);
    const others = send(ask, QUEUE);
    expect(await waitingFor(QUEUE, waiting)).toBe(QUEUE);
    expect((await test.api.get('/metrics')).text).toContain(
      `database_waiting{purpose="connection"} ${QUEUE}\n`,
    );
    expectOverloaded(await ask());
    expect((await test.api.get('/health')).status).toBe(200);
    await rival.query('ROLLBACK');
    const letIn = [await first, await second, ...(await others)];
    expect(statuses(letIn)).toEqual(Array(2 + QUEUE).fill(200));
    expect((await ask()).status).toBe(200);
  });

  it('lets nobody read later because others wait to write, and refuses more of these at once', async () => {
    await rival.query(HINDER);
    const letIn = send(create, 1 + QUEUE);
    expect(await waitingFor(QUEUE, writersWaiting)).toBe(QUEUE);
    expect((await read()).status).toBe(200);
    expectOverloaded(await create());
    await rival.query('DELETE FROM hindrance');
    expect(statuses(await letIn)).toEqual(Array(1 + QUEUE).fill(200));
  });
});

describe('a service whose event loop comes late to everything', () => {
  const LIMIT = 500;
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp({ MAX_EVENT_LOOP_DELAY: String(LIMIT) });
  });
  afterAll(() => test.close());

  it('refuses requests, and serves when that is over', async () => {
    const read = (): Promise<Answer> => test.api.get('identities');
    let busy = true;
    const keepBusy = (): void => {
      for (const end = Date.now() + 2 * LIMIT; Date.now() < end;);
      if (busy) setTimeout(keepBusy);
    };
    keepBusy();
    expectOverloaded(await eventually(read, ({ status }) => status === 503));
    expect((await test.api.get('/health')).status).toBe(200);
    busy = false;
    expect((await eventually(read, ({ status }) => status === 200)).status).toBe(200);
  });
});

describe('a request that has waited to be asked together with others for as long as it may', () => {
  const QUEUE_TIMEOUT = 1;
  let test: TestApp;
  let rival: pg.Client;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp({
      DATABASE_POOL_SIZE: '2',
      DATABASE_QUEUE_TIMEOUT: String(QUEUE_TIMEOUT),
      DATABASE_STATEMENT_TIMEOUT: '60',
    });
    uuid = await test.factory.identity({ name: 'Ann' });
    rival = await connect(test);
  });
  afterAll(async () => {
    await rival.end();
    await test.close();
  });

  it('is told so, and is asked no more', async () => {
    await rival.query('BEGIN; LOCK TABLE identity');
    const held = async (): Promise<number> => (await rival.query(whoWaitsFor('identity'))).rowCount!;
    const read = (): Promise<Answer> => test.api.get(`identity/${uuid}`);
    const asked = [read()];
    expect(await eventually(held, (count) => count === 1)).toBe(1);
    asked.push(read());
    expect(await eventually(held, (count) => count === 2)).toBe(2);
    const waiting = [read(), read()];
    const unasked = (): Promise<number> => Promise.resolve(test.app.get(Reader).waiting);
    expect(await eventually(unasked, (count) => count === 2)).toBe(2);
    // Their time must be over when those before them end.
    await delay(QUEUE_TIMEOUT * 1000);
    await rival.query(`SELECT pg_cancel_backend(pid) FROM (${whoWaitsFor('identity')}) waiting`);
    (await Promise.all([...asked, ...waiting])).forEach(expectOverloaded);
    expect(await held()).toBe(0);
    await rival.query('ROLLBACK');
    expect((await read()).status).toBe(200);
  });
});

/** No identity is inserted until the table is empty again. */
const HINDER = `
  CREATE TABLE hindrance AS SELECT 1 AS count;
  CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    WHILE EXISTS (SELECT FROM hindrance) LOOP PERFORM pg_sleep(0.01); END LOOP;
    RETURN NEW;
  END $$;
  CREATE TRIGGER hinder BEFORE INSERT ON identity FOR EACH STATEMENT EXECUTE FUNCTION hinder()`;

describe('a request that has waited for as long as it may', () => {
  let test: TestApp;
  let rival: pg.Client;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp({
      DATABASE_BULK_POOL_SIZE: '1',
      DATABASE_POOL_SIZE: '2',
      DATABASE_QUEUE_TIMEOUT: '1',
      DATABASE_LOCK_TIMEOUT: '2',
      DATABASE_STATEMENT_TIMEOUT: '3',
    });
    uuid = await test.factory.identity({ name: 'Ann' });
  });
  beforeEach(async () => {
    rival = await connect(test);
    await rival.query('BEGIN');
  });
  afterEach(() => rival.end());
  afterAll(() => test.close());

  const rename = (name: string): Promise<Answer> =>
    test.api.post('identity/upload', { identity_uuid: uuid, name });
  const nameNow = async (): Promise<string> => (await test.api.get(`identity/${uuid}`)).body.name as string;

  it('for a lock, or for its turn to write, is told so, has changed nothing, and is taken afterwards', async () => {
    await rival.query('SELECT FROM identity WHERE identity_uuid = $1 FOR UPDATE', [uuid]);
    const refused = await Promise.all([rename('Bea'), rename('Cleo')]);
    refused.forEach(expectOverloaded);
    expect(await nameNow()).toBe('Ann');
    await rival.query('ROLLBACK');
    expect((await rename('Dora')).status).toBe(200);
    expect(await nameNow()).toBe('Dora');
  });

  it('for a connection is told so', async () => {
    await rival.query('LOCK TABLE identity');
    // Each another one: what is the same is read once.
    const reads = await Promise.all([1, 2, 3].map((page) => test.api.get(`identities?page=${page}`)));
    reads.forEach(expectOverloaded);
    await rival.query('ROLLBACK');
    expect((await test.api.get(`identity/${uuid}`)).status).toBe(200);
  });

  it('for a statement that takes too long is told so', async () => {
    await rival.query(`
      ROLLBACK;
      CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
      CREATE TRIGGER dawdle BEFORE INSERT ON identity EXECUTE FUNCTION dawdle()`);
    expectOverloaded(await test.api.post('identity/upload', { identity_uuid: randomUuid(), name: 'Late' }));
    await rival.query('DROP FUNCTION dawdle CASCADE');
    expect((await rename('Emma')).status).toBe(200);
  });

  it('for a connection for bulk work is told so, while one that has it goes on', async () => {
    const file = await test.factory.file();
    const origin = await test.app.getUrl();
    const first = Sender.open(origin, `file/${file}/faces`, { 'Content-Type': 'application/json' });
    await first.write('[');
    const taken = async (): Promise<Answer> => test.api.post(`file/${file}/chunks`, []);
    expectOverloaded(await eventually(taken, ({ status }) => status === 503));
    expect((await first.end(']')).status).toBe(200);
    expect((await taken()).status).toBe(200);
  });
});
