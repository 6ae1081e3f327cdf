import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Answer } from './support/api-client.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { Sender } from './support/sender.js';
import { Workplace } from './support/service.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

describe('an Idempotency-Key whose first request failed with the database', () => {
  const proxy = new CuttableProxy();
  let test: TestApp;
  /** A connection that never goes away. */
  let observer: Client;
  let key: string;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp({}, proxy);
    observer = new Client({ connectionString: test.database.url });
    await observer.connect();
  });
  afterAll(async () => {
    await observer.end();
    await test.close();
  });

  beforeEach(async () => {
    key = randomUUID();
    file = await test.factory.file();
  });

  const line = (): string =>
    JSON.stringify({ chunk_id: `${file}_1`, start_time: 1, end_time: 2, text: 'Olá!' });
  const send = (api = test.api): Promise<Answer> =>
    api.call('POST', `file/${file}/chunks`, {
      headers: { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key },
      body: line(),
    });
  const open = (origin: string): Sender =>
    Sender.open(origin, `file/${file}/chunks`, { 'Idempotency-Key': key });

  /** Whether the key is claimed, and whether its answer is kept. */
  async function state(): Promise<'free' | 'claimed' | 'answered'> {
    const text = 'SELECT fingerprint IS NOT NULL AS is_answered FROM idempotency_key WHERE key = $1';
    const { rows } = await observer.query<{ is_answered: boolean }>(text, [key]);
    return rows[0] ? (rows[0].is_answered ? 'answered' : 'claimed') : 'free';
  }
  const claimed = (): Promise<unknown> => eventually(state, (now) => now === 'claimed');

  async function changes(): Promise<number> {
    const { rowCount } = await observer.query('SELECT FROM change WHERE file_uuid = $1', [file]);
    return rowCount!;
  }

  /** The request is made now, once, and is answered the same from then on. */
  async function expectMadeOnce(first: Answer, isReplayed = false): Promise<void> {
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('1 inserted')]);
    expect(first.headers['idempotency-replayed']).toBe(isReplayed ? 'true' : undefined);
    const again = await send();
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(await changes()).toBe(1);
  }

  /** Loses the database while a request is running. */
  async function failInOutage(): Promise<void> {
    const sender = open(test.api.origin);
    await claimed();
    await proxy.cut();
    expect((await sender.end(line())).status).toBe(503);
    await proxy.mend();
  }

  it('is free at once when the database is back', async () => {
    await failInOutage();
    await expectMadeOnce(await send());
  });

  it('is not free while a request runs with it over the only connection of its process', async () => {
    await proxy.cut();
    await proxy.mend();
    const sender = open(test.api.origin);
    await claimed();
    expect((await send()).status).toBe(409);
    expect((await sender.end(line())).status).toBe(200);
    expect(await changes()).toBe(1);
  });

  it('is free in another process soon after the database is back', async () => {
    const twin = await test.twin();
    try {
      await failInOutage();
      expect(await eventually(state, (now) => now === 'free')).toBe('free');
      await expectMadeOnce(await send(twin.api));
    } finally {
      await twin.close();
    }
  });

  it('is free at once where the answer to its claim was lost', async () => {
    const held = proxy.holdBack();
    const sending = send();
    await held;
    expect(await state()).toBe('claimed');
    await proxy.cut();
    expect((await sending).status).toBe(503);
    await proxy.mend();
    await expectMadeOnce(await send());
  });

  it('gives the answer where the change was committed and only the answer to the commit was lost', async () => {
    let next = proxy.holdBack();
    const sending = send();
    for (let goOn = await next; (await state()) !== 'answered'; goOn = await next) {
      next = proxy.holdBack();
      goOn();
    }
    await proxy.cut();
    expect((await sending).status).toBe(503);
    await proxy.mend();
    await expectMadeOnce(await send(), true);
  });

  it('is free when its process is killed, as soon as PostgreSQL has noticed', async () => {
    const place = await Workplace.create();
    const variables = { DATABASE_URL: test.database.url, MOMENTRY_API_KEY: TEST_KEY };
    try {
      const service = await place.start([], variables);
      const sender = open(service.origin);
      await claimed();
      expect((await send()).status).toBe(409);
      await service.end('SIGKILL');
      sender.leave();
      await expectMadeOnce(await eventually(send, ({ status }) => status !== 409));
    } finally {
      await place.remove();
    }
  });
});
