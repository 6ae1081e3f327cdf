import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { Answer } from './support/api-client.js';
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

  it.each(paths)('is read anew for whoever asks after a change: %s', async (_, path) => {
    const before = test.api.get(path());
    expect(await eventually(waiting, (count) => count === 1)).toBe(1);
    // The reading that is under way began before this; what it finds is for those alone who had asked by then.
    await rival.query(`UPDATE identity SET name = 'Cary Grant Leach'`);
    await rival.query(`UPDATE file SET name = 'Charade (1963).mp4'`);
    await rival.query('UPDATE face_detection SET confidence = 0.5');
    await rival.query('COMMIT');
    const after = await test.api.get(path());
    await before;
    expect(after.text).toBe((await test.api.get(path())).text);
    expect(after.text).toMatch(/Cary Grant Leach|Charade|"confidence":0.5/);
    await test.dataSource.query(`UPDATE identity SET name = 'Archibald Leach'`);
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
