import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { Answer } from './support/api-client.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { whoWaitsFor } from './support/waiting.js';

const AT_ONCE = 20;

describe('What is asked several times at the same moment', () => {
  let test: TestApp;
  let rival: QueryRunner;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp();
    uuid = await test.factory.identity({ name: 'Archibald Leach' });
    const file_uuid = await test.factory.file();
    await test.factory.faces(file_uuid, [{ identity_uuid: uuid }]);
    rival = test.dataSource.createQueryRunner();
  });
  afterAll(() => test.close());

  /** Whoever reads identities waits until it is let go on. */
  beforeEach(() => rival.query('BEGIN; LOCK TABLE identity'));
  afterEach(() => rival.query('ROLLBACK'));

  const WAITING = whoWaitsFor('identity');
  const waiting = async (): Promise<number> => (await test.dataSource.query<unknown[]>(WAITING)).length;
  const ask = (path: string, count: number): Promise<Answer>[] =>
    Array.from({ length: count }, () => test.api.get(path));

  const paths: [string, () => string][] = [
    ['a page of the list', () => 'identities?page_size=5'],
    ['a search', () => 'identities/search?q=leach'],
    ['an identity', () => `identity/${uuid}`],
    ['a page of somebody’s faces', () => `identity/${uuid}/faces?page=1`],
    ['all of somebody’s files', () => `identity/${uuid}/files`],
  ];

  it.each(paths)('is read once for all who wait: %s', async (_, path) => {
    const first = test.api.get(path());
    expect(await eventually(waiting, (count) => count === 1)).toBe(1);
    const others = ask(path(), AT_ONCE);
    await delay(200);
    expect(await waiting()).toBeLessThanOrEqual(2);
    await rival.query('ROLLBACK');
    const { status, text } = await first;
    expect(status).toBe(200);
    for (const other of await Promise.all(others)) expect([other.status, other.text]).toEqual([200, text]);
  });

  it('is asked anew for those who wait where the reading under way fails', async () => {
    const first = test.api.get('identities');
    expect(await eventually(waiting, (count) => count === 1)).toBe(1);
    const others = ask('identities', AT_ONCE);
    await delay(200);
    await test.dataSource.query(`SELECT pg_terminate_backend(pid) FROM (${WAITING}) waiting`);
    expect((await first).status).toBe(503);
    await rival.query('ROLLBACK');
    for (const other of await Promise.all(others)) expect(other.status).toBe(200);
  });
});

describe('What is asked while an older reading of it is under way', () => {
  const proxy = new CuttableProxy();
  let test: TestApp;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp({}, proxy);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    uuid = await test.factory.identity({ name: 'Ann' });
  });

  it.each([
    ['a page of the list', () => 'identities?sort=created_at&order=desc&page_size=1'],
    ['a search', () => 'identities/search?q=n&page_size=200'],
    ['an identity', () => `identity/${uuid}`],
  ])('is as the last write left it: %s', async (_, path) => {
    const ask = (): Promise<Answer> => test.api.get(path());
    // So that the reading need not open a connection, whose first answer would be another one.
    expect((await ask()).text).toContain(`"${uuid}","name":"Ann"`);
    const reading = proxy.holdBack();
    const older = ask();
    const goOn = await reading;
    const write = await test.api.post('identity/upload', { identity_uuid: uuid, name: `Ben ${uuid}` });
    expect(write.status).toBe(200);
    const newer = [ask(), ask()];
    await delay(200);
    goOn();
    expect((await older).text).toContain(`"${uuid}","name":"Ann"`);
    for (const { text } of await Promise.all(newer)) expect(text).toContain(`"${uuid}","name":"Ben ${uuid}"`);
  });
});
