import { EventEmitter, once } from 'node:events';
import type { Pool } from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { SCOPES } from '../src/auth/scopes.js';
import { ApiKeys } from '../src/auth/keys/api-keys.js';
import { newKey, prefixOf } from '../src/auth/keys/key-form.js';
import { Lookups } from '../src/auth/lookups.js';
import { LastUse } from '../src/auth/keys/last-use.js';
import { createApp } from '../src/app.setup.js';
import { Reader } from '../src/database/reader.js';
import { ApiClient, type Answer } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const NEVER_SEEN = `momentry_${'0'.repeat(16)}_${'A'.repeat(49)}`;
const DAY = 86_400_000;

describe('keys', () => {
  let test: TestApp;
  let admin: ApiClient;

  beforeAll(async () => {
    test = await getTestApp();
    const { body } = await test.api.post('auth/keys', { name: 'boss', scopes: ['admin'] });
    admin = new ApiClient(test.api.origin, body.api_key);
  });
  afterAll(() => test.close());

  const create = async (name: string, more: object = {}): Promise<string> =>
    (await admin.post('auth/keys', { name, scopes: ['identity:read'], ...more })).body.api_key;
  const tryKey = (key: string, origin = test.api.origin): Promise<Answer> =>
    new ApiClient(origin, key).get('files');
  const statusOf = async (key: string): Promise<number> => (await tryKey(key)).status;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const listed = async (name: string): Promise<any[]> =>
    (await admin.get('auth/keys?page_size=200')).body.keys.filter(
      (key: { name: string }) => key.name === name,
    );

  /** The queries that ask for a key while something is done. */
  const lookups = async (work: () => Promise<unknown>): Promise<number> => {
    const spy = jest.spyOn((test.dataSource.driver as PostgresDriver).master as Pool, 'query');
    await work();
    const asked = spy.mock.calls.filter(
      ([query]) => (query as unknown as { name?: string }).name === 'api_key',
    );
    spy.mockRestore();
    return asked.length;
  };

  it('are made with 256 random bits, of which the SHA-256 is kept, and last 90 days', async () => {
    const { status, headers, body } = await admin.post('auth/keys', {
      name: 'reader',
      scopes: ['ingest', 'identity:read', 'ingest'],
    });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      success: true,
      name: 'reader',
      prefix: body.api_key.slice(0, 25),
      scopes: ['identity:read', 'ingest'],
      status: 'active',
      created_at: expect.any(String),
      expires_at: expect.any(String),
      last_used_at: null,
      revoked_at: null,
      api_key: expect.stringMatching(/^momentry_[0-9a-f]{16}_[A-Za-z0-9_-]{49}$/),
    });
    expect(body.api_key).toMatch(/^[A-Za-z]+_[A-Za-z0-9_-]{20,}$/);
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(90 * DAY);
    const [row] = await test.dataSource.query(
      `SELECT digest = sha256($1::text::bytea) AS same, t::text AS row FROM api_key t WHERE name = 'reader'`,
      [body.api_key],
    );
    expect([row.same, row.row.includes(body.api_key.slice(26))]).toEqual([true, false]);
    expect((await admin.get('auth/keys')).text).not.toContain(body.api_key);
  });

  it('never expire where that is asked for, or after as many days as are told', async () => {
    await create('eternal', { expires_in_days: null });
    await create('short', { expires_in_days: 1 });
    expect((await listed('eternal'))[0].expires_at).toBeNull();
    const [{ created_at, expires_at }] = await listed('short');
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(DAY);
  });

  it.each([
    [{}, ['#/name', '#/scopes']],
    [{ name: '', scopes: [] }, ['#/name', '#/scopes']],
    [{ name: 'two words', scopes: ['everything'] }, ['#/name', '#/scopes']],
    [{ name: 'x'.repeat(65), scopes: 'ingest' }, ['#/name', '#/scopes']],
    [{ name: 'a', scopes: ['ingest', 1], expires_in_days: 0 }, ['#/scopes', '#/expires_in_days']],
    [{ name: 'a', scopes: ['ingest'], expires_in_days: 1.5, until: 1 }, ['#/until', '#/expires_in_days']],
  ])('are refused as %j', async (key, pointers) => {
    const { status, body } = await admin.post('auth/keys', key);
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers.sort());
  });

  it('are refused as what is no JSON, or too much of it', async () => {
    expect((await admin.post('auth/keys', '{')).body.code).toBe('malformed_json');
    expect((await admin.post('auth/keys', { name: 'x'.repeat(1024 * 1024) })).status).toBe(413);
    expect((await admin.post('auth/keys', '{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
    for (const path of ['auth/keys/a%20b', 'auth/keys/a%20b/rotate', 'auth/keys/a/rotate?grace_hours=-1']) {
      const method = path.includes('rotate') ? 'POST' : 'DELETE';
      expect((await admin.call(method, path)).status).toBe(400);
    }
  });

  it('have names of their own, among those that work', async () => {
    await create('twin');
    for (const name of ['twin', 'root']) {
      const { status, body } = await admin.post('auth/keys', { name, scopes: ['ingest'] });
      expect([status, body.code]).toEqual([409, 'key_name_taken']);
    }
    await test.dataSource.query(`UPDATE api_key SET expires_at = now() WHERE name = 'twin'`);
    await create('twin');
    await admin.delete('auth/keys/twin');
    await create('twin');
    expect((await listed('twin')).map(({ status }) => status)).toEqual(['revoked', 'revoked', 'active']);
  });

  it('are made once of many at once under one name', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => admin.post('auth/keys', { name: 'raced', scopes: ['ingest'] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  it('are rotated with a grace period, in which old and new both work', async () => {
    const old = await create('rotated', { expires_in_days: 10, scopes: ['identity:read', 'ingest'] });
    const { headers, body } = await admin.call('POST', 'auth/keys/rotated/rotate');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ name: 'rotated', status: 'active', scopes: ['identity:read', 'ingest'] });
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(10 * DAY);
    expect([await statusOf(old), await statusOf(body.api_key)]).toEqual([200, 200]);
    const [before, after] = await listed('rotated');
    expect([before.status, after.status]).toEqual(['replaced', 'active']);
    expect(Date.parse(before.expires_at) - Date.parse(after.created_at)).toBe(DAY);

    const again = await admin.call('POST', 'auth/keys/rotated/rotate?grace_hours=0');
    const keys = [old, body.api_key, again.body.api_key];
    expect(await Promise.all(keys.map(statusOf))).toEqual([200, 401, 200]);
    await admin.delete('auth/keys/rotated');
    expect(await Promise.all(keys.map(statusOf))).toEqual([401, 401, 401]);
  });

  it('keep one current key where several rotate one at once', async () => {
    const old = await create('spun', { expires_in_days: null });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => admin.call('POST', 'auth/keys/spun/rotate')),
    );
    const secrets = [old, ...answers.map(({ body }) => body.api_key as string)];
    expect(await Promise.all(secrets.map(statusOf))).toEqual(Array(5).fill(200));
    const statuses = (await listed('spun')).map(({ status }) => status).sort();
    expect(statuses).toEqual(['active', ...Array<string>(4).fill('replaced')]);
    expect((await listed('spun')).filter(({ expires_at }) => expires_at === null)).toHaveLength(1);
  });

  it.each(['nobody', 'root'])('cannot be rotated or revoked as %s, which is none', async (name) => {
    for (const answer of [
      await admin.call('POST', `auth/keys/${name}/rotate`),
      await admin.delete(`auth/keys/${name}`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'key_not_found']);
    }
  });

  it('end at once here when they are revoked, and within seconds in another process', async () => {
    const other = await createApp(test.environment);
    await other.listen(0, '127.0.0.1');
    const origin = await other.getUrl();
    const key = await create('leaked');
    expect([await statusOf(key), (await tryKey(key, origin)).status]).toEqual([200, 200]);
    const { body } = await admin.delete('auth/keys/leaked');
    expect(body).toEqual({ success: true, name: 'leaked', message: 'Key revoked' });
    expect(await statusOf(key)).toBe(401);
    const { status } = await eventually(
      () => tryKey(key, origin),
      (answer) => answer.status === 401,
    );
    expect(status).toBe(401);
    await other.close();
  });

  it('may grant what they lack themselves: whoever administers keys can do anything', async () => {
    const key = await create('all', { scopes: [...SCOPES] });
    expect((await new ApiClient(test.api.origin, key).get('auth/keys')).status).toBe(200);
  });

  it('are listed page by page, or by their status', async () => {
    const { body } = await admin.get('auth/keys?page_size=2');
    const next = await admin.get(`auth/keys?page_size=2&cursor=${body.next_cursor}`);
    expect([body.page_size, next.body.page, next.body.keys.length]).toEqual([2, 2, 2]);
    expect(body.keys[1].name <= next.body.keys[0].name).toBe(true);
    const revoked = await admin.get('auth/keys?status=revoked');
    expect(revoked.body.count).toBeGreaterThan(0);
    expect(new Set(revoked.body.keys.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['revoked']),
    );
    for (const query of ['status=lost', 'page=0', 'colour=red']) {
      expect((await admin.get(`auth/keys?${query}`)).status).toBe(400);
    }
  });

  it('tell when they were used last', async () => {
    const key = await create('busy');
    expect((await listed('busy'))[0].last_used_at).toBeNull();
    await tryKey(key);
    await test.app.get(LastUse).beforeApplicationShutdown();
    expect((await listed('busy'))[0].last_used_at).toMatch(/^\d{4}-/);
  });

  it('are looked up once, however many requests bring one at once', async () => {
    const key = await create('crowd');
    const many = (): Promise<number[]> => Promise.all(Array.from({ length: 30 }, () => statusOf(key)));
    expect(await lookups(many)).toBe(1);
    expect(await lookups(many)).toBe(0);
  });

  it('are looked up together where many come at once, up to a hundred with one query', async () => {
    const asked: string[][] = [];
    const lookups = new Lookups<object>((names) => {
      asked.push(names);
      return Promise.resolve(names.map((name) => (name === 'known' ? {} : undefined)));
    }, DAY);
    const names = [...Array(499).keys()].map(String).concat('known');
    const found = await Promise.all(names.map((name) => lookups.find(name)));
    expect(found).toEqual([...Array<false>(499).fill(false), {}]);
    expect(Math.max(...asked.map(({ length }) => length))).toBe(100);
    expect(asked.length).toBeLessThan(20);
  });

  it('are not forgotten because of unknown ones, however many there are', async () => {
    const lookups = new Lookups<object>(
      (names) => Promise.resolve(names.map((name) => (name === 'known' ? {} : undefined))),
      DAY,
    );
    await Promise.all(['known', ...[...Array(20_000).keys()].map(String)].map((name) => lookups.find(name)));
    expect(lookups.remembered('known')).toEqual({});
    expect(lookups.remembered('19999')).toBe(false);
  });

  it('that were known before do not wait for unknown ones, however many there are', async () => {
    const key = await create('regular');
    expect(await statusOf(key)).toBe(200);
    test.app.get(ApiKeys).forget();
    const reader = test.app.get(Reader);
    const ask = reader.rows.bind(reader);
    const gate = new EventEmitter();
    const [held, opened] = [once(gate, 'held'), once(gate, 'opened')];
    let waiting = 0;
    const spy = jest.spyOn(reader, 'rows').mockImplementation(async (statement, values) => {
      if (statement.name === 'api_key' && !(values[0] as string[]).includes(prefixOf(key))) {
        if (++waiting === 2) gate.emit('held');
        await opened;
      }
      return ask(statement, values);
    });
    const flood = Array.from({ length: 12 }, () => statusOf(newKey().secret));
    await held;
    expect(await statusOf(key)).toBe(200);
    gate.emit('opened');
    expect(await Promise.all(flood)).toEqual(Array(12).fill(401));
    spy.mockRestore();
  });

  it('are refused without the database where they are mistyped, and with one query where they are unknown', async () => {
    const key = await create('typed');
    test.app.get(ApiKeys).forget();
    const typos = [
      `${key}x`,
      key.slice(0, -1),
      key.toUpperCase(),
      key.replace(/.(?=.{20}$)/, (sign) => (sign === 'a' ? 'b' : 'a')),
      NEVER_SEEN,
      'short',
      `${TEST_KEY} `.repeat(3).trim(),
    ];
    const refused = async (): Promise<void> => {
      for (const typo of typos) expect([typo, await statusOf(typo)]).toEqual([typo, 401]);
    };
    expect(await lookups(refused)).toBe(0);
    const unknown = newKey().secret;
    const tries = (): Promise<number[]> => Promise.all([unknown, unknown, unknown].map(statusOf));
    expect(await lookups(async () => expect(await tries()).toEqual([401, 401, 401]))).toBe(1);
    expect(await lookups(tries)).toBe(0);
  });
});
