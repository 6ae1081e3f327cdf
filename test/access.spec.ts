import { type Scope, SCOPES } from '../src/auth/scopes.js';
import { ApiClient, type Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { operations, type Operation } from './support/operations.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const guarded = operations().filter(({ object }) => object.security?.length);
const scoped = guarded.filter(({ object }) => object['x-required-scope']);

describe('access', () => {
  let test: TestApp;
  const keys: Partial<Record<Scope | 'expired' | 'revoked', string>> = {};

  /** Makes a key; returns its secret. */
  const make = async (name: string, scopes: Scope[]): Promise<string> =>
    (await test.api.post('auth/keys', { name, scopes })).body.api_key;

  beforeAll(async () => {
    test = await getTestApp();
    for (const scope of SCOPES) keys[scope] = await make(scope.replace(':', '-'), [scope]);
    keys.expired = await make('expired', [...SCOPES]);
    keys.revoked = await make('revoked', [...SCOPES]);
    await test.dataSource.query(`UPDATE api_key SET expires_at = now() WHERE name = 'expired'`);
    await test.api.delete('auth/keys/revoked');
  });
  afterAll(() => test.close());

  const callWith = (
    key: string,
    { method, path }: Pick<Operation, 'method' | 'path'>,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const url = path.replaceAll(/\{\w+_uuid\}/g, randomUuid()).replace('{name}', 'nobody');
    return new ApiClient(test.api.origin, key).call(method, url, { headers });
  };

  it('is declared for every route of the API: by a scope, but for who is asking and the way in and out', () => {
    const others = operations().filter(({ path, object }) => {
      return path.startsWith('/api/v1') && !SCOPES.includes(object['x-required-scope'] as Scope);
    });
    expect(others.map(({ operationId, object }) => [operationId, object.security!.length])).toEqual([
      ['login', 0],
      ['logout', 0],
      ['getMe', 3],
    ]);
  });

  it.each(guarded)(
    '$method $path refuses no key, an unknown, an expired and a revoked one',
    async (route) => {
      const unknown = `${keys.ingest!.slice(0, -1)}${keys.ingest!.endsWith('A') ? 'B' : 'A'}`;
      for (const key of ['', unknown, keys.expired!, keys.revoked!]) {
        const { status, headers, body } = await callWith(key, route);
        expect([status, body.code]).toEqual([401, 'unauthorized']);
        expect(headers['www-authenticate']).toBe('ApiKey realm="momentry", Bearer realm="momentry"');
      }
    },
  );

  it.each(scoped)('$method $path takes the scope that it names, and no other', async (route) => {
    const needed = route.object['x-required-scope'] as Scope;
    expect(route.object.responses[403]!.description).toContain(`Needs the scope \`${needed}\`.`);
    for (const scope of SCOPES) {
      const { status, body } = await callWith(keys[scope]!, route);
      if (scope === needed) expect([401, 403]).not.toContain(status);
      else {
        expect([status, body.code]).toEqual([403, 'forbidden']);
        expect(body.detail).toContain(needed);
      }
    }
  });

  it('is open to a key with whichever scope where none is named', async () => {
    for (const scope of SCOPES) {
      const { body } = await callWith(keys[scope]!, { method: 'GET', path: '/api/v1/auth/me' });
      expect(body).toMatchObject({ scopes: [scope], authenticated_by: 'api_key' });
    }
    expect((await test.api.get('auth/me')).body).toEqual({
      success: true,
      name: 'root',
      prefix: null,
      scopes: [...SCOPES],
      authenticated_by: 'api_key',
      expires_at: null,
    });
    expect((await test.api.get('auth/me?who=1')).status).toBe(400);
  });

  it('says to the holder of a key why it does not work', async () => {
    const told = async (key: string): Promise<string> =>
      (await callWith(key, { method: 'GET', path: '/api/v1/files' })).body.detail;
    expect(await told(keys.expired!)).toBe('This API key has expired.');
    expect(await told(keys.revoked!)).toBe('This API key was revoked.');
  });

  it('is the same by Authorization: Bearer', async () => {
    const files = { method: 'GET', path: '/api/v1/files' };
    const bearer = (key: string, scheme = 'Bearer'): Record<string, string> => ({
      Authorization: `${scheme} ${key}`,
    });
    const read = keys['identity:read']!;
    for (const key of [read, TEST_KEY]) {
      expect((await callWith('', files, bearer(key))).status).toBe(200);
      expect((await callWith('', files, bearer(key, 'bEARER'))).status).toBe(200);
      expect((await callWith(key, files, bearer(key))).status).toBe(200);
    }
    expect((await callWith('', files, bearer(keys.ingest!))).status).toBe(403);
    expect((await callWith('', files, bearer('nonsense'))).status).toBe(401);
    expect((await callWith('', files, bearer(read, 'Basic'))).status).toBe(401);
    expect((await callWith(read, files, bearer(TEST_KEY, 'Basic'))).status).toBe(200);
    const { status, body } = await callWith(read, files, bearer(TEST_KEY));
    expect([status, body.detail]).toEqual([401, 'X-API-Key and Authorization have different keys.']);
  });

  it.each([
    'api_key',
    'api-key',
    'apikey',
    'authorization',
    'API_KEY',
    'key',
    'X-API-Key',
    'access_token',
    'token',
    'api%5Fkey',
  ])('is never given by a key in the query, called %s, nor is the key echoed', async (name) => {
    for (const path of ['identities?page=1&', 'files?', `identity/${randomUuid()}?`, 'export?']) {
      for (const key of ['', TEST_KEY]) {
        const client = new ApiClient(test.api.origin, key);
        const { status, body, text } = await client.get(`${path}${name}=${keys.admin}`);
        expect([status, body.code]).toEqual([400, 'key_in_query']);
        expect(text).not.toContain(keys.admin);
      }
    }
    const open = await test.api.post(`auth/login?${name}=${keys.admin}`, { api_key: TEST_KEY });
    expect([open.status, open.text.includes(keys.admin!)]).toEqual([400, false]);
    const lost = await test.api.get(`no-such-route?${name}=${keys.admin}`);
    expect([lost.status, lost.body.instance]).toEqual([404, '/api/v1/no-such-route']);
  });

  it('takes a value that only looks like a key for what it is', async () => {
    const { status, body } = await test.api.get('identities/search?q=a%26key%3Db');
    expect([status, body.count]).toEqual([200, 0]);
  });

  it('tells whoever has a key, and nobody else, that a route is not there or a path is not UTF-8', async () => {
    for (const [path, expected] of [
      ['no-such-route', 404],
      ['identity/%ff', 400],
    ] as const) {
      const statuses = [];
      for (const key of [keys.ingest!, keys.ingest!, 'wrong', '', keys.revoked!, keys.expired!]) {
        statuses.push((await callWith(key, { method: 'GET', path: `/api/v1/${path}` })).status);
      }
      expect(statuses).toEqual([expected, expected, 401, 401, 401, 401]);
    }
  });
});
