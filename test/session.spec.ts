import { createHash } from 'node:crypto';
import { createApp } from '../src/app.setup.js';
import { type Scope, SCOPES } from '../src/auth/scopes.js';
import { type Answer, ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { png } from './support/images.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const FROM_ELSEWHERE: Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site', Host: 'a.example', Origin: 'http://a.example' },
  { Origin: 'https://elsewhere.example' },
  { Origin: 'null' },
  { Host: 'here.example:3002', Origin: 'http://here.example' },
];
const FROM_HERE: Record<string, string>[] = [
  {},
  { 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'none' },
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://outside.example' },
  { Host: 'Here.example:3002', Origin: 'http://here.example:3002' },
  { Host: 'here.example', Origin: 'https://here.example' },
];

describe('sessions', () => {
  let test: TestApp;
  let browser: ApiClient;

  beforeAll(async () => {
    test = await getTestApp();
    browser = new ApiClient(test.api.origin, '');
  });
  afterAll(() => test.close());

  const make = async (name: string, scopes: readonly Scope[] = SCOPES): Promise<string> =>
    (await test.api.post('auth/keys', { name, scopes })).body.api_key;
  const login = (api_key: string, headers: Record<string, string> = {}): Promise<Answer> =>
    browser.post('auth/login', { api_key }, headers);
  const cookieOf = ({ headers }: Answer): string => headers['set-cookie']![0]!;
  /** What a browser sends back. */
  const open = async (api_key: string): Promise<{ Cookie: string }> => ({
    Cookie: cookieOf(await login(api_key)).split(';', 1)[0]!,
  });
  const me = (session: { Cookie: string }, origin = test.api.origin): Promise<Answer> =>
    new ApiClient(origin, '').get('auth/me', session);

  it('are opened with a key, for a day, by a cookie that no script can read', async () => {
    const answer = await login(TEST_KEY);
    expect(cookieOf(answer)).toMatch(
      /^momentry_session=[A-Za-z0-9_-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.body).toMatchObject({ name: 'root', scopes: [...SCOPES], authenticated_by: 'session' });
    const left = Date.parse(answer.body.expires_at) - Date.now();
    expect(left / 3_600_000).toBeCloseTo(24, 1);
    expect((await me(await open(TEST_KEY))).body).toMatchObject({
      name: 'root',
      authenticated_by: 'session',
    });
  });

  it('are kept by a hash of their token alone', async () => {
    const { Cookie } = await open(await make('hashed'));
    const token = Cookie.split('=')[1]!;
    const [row] = await test.dataSource.query(
      `SELECT s::text AS row, digest FROM session s WHERE key_prefix IS NOT NULL ORDER BY created_at DESC`,
    );
    expect(row.digest).toEqual(createHash('sha256').update(token).digest());
    expect(row.row).not.toContain(token);
  });

  it('show images and read lists as their key does, and do no more than it may', async () => {
    const uuid = await test.factory.identity();
    await test.api.upload(`identity/${uuid}/profile-image`, await png());
    const session = await open(await make('looker', ['identity:read']));
    const image = await browser.get(`identity/${uuid}/profile-image`, session);
    expect([image.status, image.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await browser.call('HEAD', `identity/${uuid}/profile-image`, { headers: session })).status).toBe(
      200,
    );
    expect((await browser.get('identities', session)).status).toBe(200);
    const { status, body } = await browser.post('identity/upload', { name: 'X' }, session);
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  it.each(['wrong', `momentry_${'0'.repeat(16)}_${'A'.repeat(49)}`])(
    'are not opened with %s',
    async (key) => {
      const { status, headers, body } = await login(key);
      expect([status, body.code, headers['set-cookie']]).toEqual([401, 'unauthorized', undefined]);
    },
  );

  it('are not opened with a key that has ended, or without one', async () => {
    const key = await make('ended');
    await test.api.delete('auth/keys/ended');
    expect((await login(key)).status).toBe(401);
    for (const body of [{}, { api_key: 1 }, { api_key: '' }, { api_key: TEST_KEY, for: 'ever' }]) {
      expect((await browser.post('auth/login', body)).status).toBe(400);
    }
    expect((await browser.post('auth/login', '{')).body.code).toBe('malformed_json');
    expect((await browser.post('auth/login', 'api_key=x', { 'Content-Type': 'text/plain' })).status).toBe(
      415,
    );
    expect((await browser.post('auth/login', { api_key: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });

  it('end on the server with the logout, which also works without one', async () => {
    const session = await open(await make('leaver'));
    expect((await me(session)).status).toBe(200);
    for (const headers of [session, session, {}]) {
      const answer = await browser.call('POST', 'auth/logout', { headers });
      expect([answer.status, answer.body]).toEqual([200, { success: true, message: 'Logged out' }]);
      expect(cookieOf(answer)).toBe('momentry_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    }
    const { status, body } = await me(session);
    expect([status, body.detail]).toEqual([401, 'The session has ended: log in again.']);
    expect((await browser.call('POST', 'auth/logout?all=1')).status).toBe(400);
  });

  it('end with their key: when it is revoked at once, and never after it expires', async () => {
    const session = await open(await make('short-lived'));
    expect((await me(session)).status).toBe(200);
    await test.api.delete('auth/keys/short-lived');
    expect((await me(session)).status).toBe(401);

    const key = await make('expiring');
    await test.dataSource.query(
      `UPDATE api_key SET expires_at = now() + interval '1 hour' WHERE name = 'expiring'`,
    );
    expect(cookieOf(await login(key))).toMatch(/Max-Age=3600;/);
    const another = await open(key);
    await test.dataSource.query(`UPDATE api_key SET expires_at = now() WHERE name = 'expiring'`);
    expect((await me(another)).status).toBe(401);
  });

  it('go on through a rotation for its grace period, and no longer', async () => {
    const session = await open(await make('turned'));
    await test.api.call('POST', 'auth/keys/turned/rotate');
    expect((await me(session)).status).toBe(200);
    const [{ expires_at }] = (await test.api.get('auth/keys?status=replaced')).body.keys;
    expect((await me(session)).body.expires_at <= expires_at).toBe(true);
  });

  it('of the root key end with it, and none of them is taken for one of another root key', async () => {
    const [ofRoot, ofKey] = [await open(TEST_KEY), await open(await make('stays'))];
    const other = await createApp({
      ...test.environment,
      MOMENTRY_API_KEY: 'another root key '.replaceAll(' ', '-').repeat(2),
    });
    await other.listen(0, '127.0.0.1');
    const origin = await other.getUrl();
    expect([(await me(ofRoot, origin)).status, (await me(ofKey, origin)).status]).toEqual([401, 200]);
    await new ApiClient(origin, '').call('POST', 'auth/logout', { headers: ofKey });
    const { status } = await eventually(
      () => me(ofKey),
      (answer) => answer.status === 401,
    );
    expect(status).toBe(401);
    await other.close();
    expect((await me(ofRoot)).status).toBe(200);
  });

  it('that are none are refused without a word more', async () => {
    const session = await open(TEST_KEY);
    const { Cookie } = session;
    for (const cookie of [
      `${Cookie}x`,
      Cookie.slice(0, -1),
      'momentry_session=',
      'momentry_session=%00',
      `x${Cookie}`,
    ]) {
      expect([cookie, (await me({ Cookie: cookie })).status]).toEqual([cookie, 401]);
    }
    expect((await me({ Cookie: `theme=dark; ${Cookie}; other=1` })).status).toBe(200);
  });

  it('go behind a key where both are sent', async () => {
    const headers = { ...(await open(TEST_KEY)), 'X-API-Key': 'wrong' };
    expect((await browser.get('auth/me', headers)).status).toBe(401);
    const key = await make('before', ['ingest']);
    expect((await browser.get('auth/me', { ...headers, 'X-API-Key': key })).body.name).toBe('before');
  });

  it('change nothing for a page of another site, whatever it is that they would', async () => {
    const session = await open(TEST_KEY);
    const uuid = await test.factory.identity();
    for (const from of FROM_ELSEWHERE) {
      const headers = { ...session, ...from };
      for (const [method, path] of [
        ['DELETE', `identity/${uuid}`],
        ['POST', 'auth/keys'],
        ['POST', 'auth/keys/x/rotate'],
        ['POST', 'auth/logout'],
      ] as const) {
        const { status, body } = await browser.call(method, path, { headers });
        expect([path, from, status, body.code]).toEqual([path, from, 403, 'cross_site']);
      }
      const { status, headers: sent } = await login(TEST_KEY, from);
      expect([from, status, sent['set-cookie']]).toEqual([from, 403, undefined]);
      expect((await browser.get(`identity/${uuid}`, headers)).status).toBe(200);
    }
    expect((await me(session)).status).toBe(200);
  });

  it('let a page elsewhere log out that has no cookie to log out with, as a browser sends it', async () => {
    for (const headers of FROM_ELSEWHERE) {
      expect((await browser.call('POST', 'auth/logout', { headers })).status).toBe(200);
    }
  });

  it('change what they may for our own pages, and for what is no browser', async () => {
    const session = await open(TEST_KEY);
    for (const from of FROM_HERE) {
      const uuid = await test.factory.identity();
      const { status } = await browser.call('DELETE', `identity/${uuid}`, {
        headers: { ...session, ...from },
      });
      expect([from, status]).toEqual([from, 200]);
      expect((await login(TEST_KEY, from)).status).toBe(200);
      const { Cookie } = await open(TEST_KEY);
      const out = await browser.call('POST', 'auth/logout', { headers: { ...from, Cookie } });
      expect([out.status, (await me({ Cookie })).status]).toEqual([200, 401]);
    }
  });

  it('do not concern a request with a key, wherever it is from', async () => {
    for (const headers of FROM_ELSEWHERE) {
      const uuid = await test.factory.identity();
      expect((await test.api.call('DELETE', `identity/${uuid}`, { headers })).status).toBe(200);
    }
  });

  it('that have ended are cleared away by the next login', async () => {
    await open(TEST_KEY);
    await test.dataSource.query(`UPDATE session SET expires_at = now() - interval '1 second'`);
    await open(TEST_KEY);
    expect(await test.dataSource.query('SELECT count(*)::int AS count FROM session')).toEqual([{ count: 1 }]);
  });
});

describe('behind a proxy', () => {
  const https = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'outside.example' };

  it.each([
    [undefined, false],
    ['10.0.0.0/8', false],
    ['loopback', true],
    ['1', true],
    ['192.168.0.1, 127.0.0.1', true],
  ])(
    'TRUST_PROXY %s: the cookie is Secure, and the host the one outside: %s',
    async (TRUST_PROXY, trusted) => {
      const test = await getTestApp(TRUST_PROXY ? { TRUST_PROXY } : {});
      const browser = new ApiClient(test.api.origin, '');
      const answer = await browser.post('auth/login', { api_key: TEST_KEY }, https);
      const [cookie] = answer.headers['set-cookie']!;
      expect(cookie!.includes('; Secure')).toBe(trusted);
      const headers = { ...https, Cookie: cookie!.split(';')[0]!, Origin: 'https://outside.example' };
      expect((await browser.call('POST', 'auth/logout', { headers })).status).toBe(trusted ? 200 : 403);
      await test.close();
    },
  );
});
