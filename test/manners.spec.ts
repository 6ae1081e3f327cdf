import type { Answer } from './support/api-client.js';
import { manyFaces } from './support/bulk.js';
import { jpeg } from './support/images.js';
import { sendRaw } from './support/raw.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What helmet has browsers told, whatever is answered. */
const SAFE = {
  'content-security-policy': expect.stringContaining("default-src 'none'"),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': expect.stringMatching(/^max-age=\d{8,}/),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Requests that node:http refuses before any of our code sees them. */
const UNREADABLE: [string, string, number, string][] = [
  ['no HTTP', 'NONSENSE\r\n\r\n', 400, 'malformed_request'],
  ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400, 'malformed_request'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'malformed_request',
  ],
  ['a broken header', 'GET / HTTP/1.1\r\nHost: x\r\nNo header\r\n\r\n', 400, 'malformed_request'],
  [
    'headers of 20 KB',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  ['a path of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers_too_large'],
  [
    'a tunnel to ask for',
    'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n',
    404,
    'route_not_found',
  ],
  [
    'another expectation',
    'GET /health HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n',
    417,
    'expectation_failed',
  ],
  [
    'chunks with long extensions',
    `POST /api/v1/identity/upload HTTP/1.1\r\nHost: x\r\nX-API-Key: ${TEST_KEY}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\nx\r\n`,
    413,
    'body_too_large',
  ],
];

describe('every answer', () => {
  let test: TestApp;
  let identity: string;

  beforeAll(async () => {
    test = await getTestApp();
    identity = await test.factory.identity();
    await test.api.upload(`identity/${identity}/profile-image`, await jpeg());
    await manyFaces(test.dataSource, await test.factory.file(), identity, 1500);
  });
  afterAll(() => test.close());

  const ASKED: [string, () => Promise<Answer>, number][] = [
    ['one that PostgreSQL made', () => test.api.get(`identity/${identity}`), 200],
    ['a page of a list', () => test.api.get('identities'), 200],
    ['a long list', () => test.api.get(`identity/${identity}/faces`), 200],
    ['an image', () => test.api.get(`identity/${identity}/profile-image`), 200],
    ['an export', () => test.api.get('export'), 200],
    ['one to HEAD', () => test.api.call('HEAD', `identity/${identity}`), 200],
    ['a change', () => test.api.put(`file/${'d'.repeat(32)}`, { name: 'A film' }), 200],
    ['a refusal', () => test.api.get('identities?page=0'), 400],
    ['an unknown route', () => test.api.get('no-such-route'), 404],
    ['an unknown path', () => test.api.get('/no-such-page'), 404],
    ['an undecodable path', () => test.api.get('identity/%ZZ'), 400],
    ['a stranger', () => test.api.get('identities', { 'X-API-Key': 'wrong' }), 401],
    ['a body that is none', () => test.api.post('identity/upload', '{'), 400],
    ['the health', () => test.api.get('/health'), 200],
    ['the landing page', () => test.api.get('/'), 200],
    ['the problems', () => test.api.get('/problems'), 200],
    ['Swagger UI', () => test.api.get('/docs'), 200],
    ["Swagger UI's script", () => test.api.get('/docs/swagger-ui-bundle.js'), 200],
    ['the document', () => test.api.get('/openapi.json'), 200],
  ];

  it.each(ASKED)('has an id and keeps browsers safe: %s', async (_, ask, expected) => {
    const { status, headers, body } = await ask();
    expect(status).toBe(expected);
    expect(headers).toMatchObject(SAFE);
    expect(headers['x-request-id']).toMatch(UUID);
    if (status >= 400) expect(body.request_id).toBe(headers['x-request-id']);
    expect(Object.keys(headers).filter((name) => /^(access-control-|x-powered-by$)/.test(name))).toEqual([]);
  });

  it('says the same of an image that the client has', async () => {
    const { headers } = await test.api.get(`identity/${identity}/profile-image`);
    const again = await test.api.get(`identity/${identity}/profile-image`, {
      'If-None-Match': headers.etag!,
    });
    expect([again.status, again.headers]).toEqual([304, expect.objectContaining(SAFE)]);
    expect(again.headers['x-request-id']).toMatch(UUID);
  });

  it.each(UNREADABLE)('is a problem where there is %s', async (_, text, status, code) => {
    const answer = await sendRaw(test.api.origin, text);
    expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status]);
    expect(answer.headers).toMatchObject({
      ...SAFE,
      'content-type': expect.stringMatching(/^application\/problem\+json/),
    });
    expect(answer.headers['x-request-id']).toBe(answer.body.request_id);
    expect((await test.api.get('/health')).status).toBe(200);
  });

  it('has another id each time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => test.api.get('/health')));
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(20);
  });

  it.each(['abc', 'A.b_c-9', '7', 'x'.repeat(128)])('has the id that the request had: %s', async (id) => {
    const { headers, body } = await test.api.get('no-such-route', { 'X-Request-Id': id });
    expect([headers['x-request-id'], body.request_id]).toEqual([id, id]);
    expect((await test.api.get('identities', { 'X-Request-Id': id })).headers['x-request-id']).toBe(id);
  });

  it.each(['', 'x'.repeat(129), 'a b', 'a"b', 'a,b', '<script>', '\u00e9'])(
    'has an id of its own where that of the request is not sensible: %s',
    async (id) => {
      const { headers } = await test.api.get('identities', { 'X-Request-Id': id });
      expect(headers['x-request-id']).toMatch(UUID);
    },
  );

  it('lets each page load what it needs, and nothing else', async () => {
    const policy = async (path: string): Promise<string> =>
      (await test.api.get(path)).headers['content-security-policy'] as string;
    expect(await policy('/')).toMatch(/script-src 'sha256-[^']+'(;|$)/);
    expect(await policy('/problems')).not.toContain('script-src');
    expect(await policy('/docs')).toMatch(/script-src 'self' 'sha256-[^']+'(;|$)/);
  });
});

/** What a page of another origin is told. */
async function ask(test: TestApp, method: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${test.api.origin}/api/v1/identities`, { method, headers });
}
const preflight = { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-api-key' };

describe('pages of other origins', () => {
  let test: TestApp;
  let open: TestApp;

  beforeAll(async () => {
    test = await getTestApp({ CORS_ORIGINS: 'https://one.example,http://localhost:5173' });
    open = await getTestApp({ CORS_ORIGINS: '*' });
  });
  afterAll(async () => {
    await test.close();
    await open.close();
  });

  it.each(['https://one.example', 'http://localhost:5173'])(
    'may call where they are named: %s',
    async (Origin) => {
      const before = await ask(test, 'OPTIONS', { Origin, ...preflight });
      expect([before.status, before.headers.get('access-control-allow-headers')]).toEqual([204, 'x-api-key']);
      const { status, headers } = await ask(test, 'GET', { Origin, 'X-API-Key': TEST_KEY });
      expect(status).toBe(200);
      for (const answer of [before.headers, headers]) {
        expect(answer.get('access-control-allow-origin')).toBe(Origin);
        expect(answer.get('access-control-allow-credentials')).toBe('true');
        expect(answer.get('vary')).toContain('Origin');
      }
      expect(headers.get('access-control-expose-headers')).toMatch(
        /ETag,.*Link,.*RateLimit,.*Retry-After,.*X-Request-Id/,
      );
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(headers.get('x-request-id')).toMatch(UUID);
    },
  );

  it('may read a refusal too', async () => {
    const { status, headers } = await ask(test, 'GET', {
      Origin: 'https://one.example',
      'X-API-Key': 'wrong',
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([401, 'https://one.example']);
  });

  it.each(['https://two.example', 'https://one.example.evil', 'http://one.example', 'null'])(
    'may not where they are not: %s',
    async (Origin) => {
      for (const [method, headers] of [
        ['OPTIONS', preflight],
        ['GET', { 'X-API-Key': TEST_KEY }],
      ] as const) {
        const answer = await ask(test, method, { Origin, ...headers });
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  it('may all call where all are meant, but not with cookies', async () => {
    const { headers } = await ask(open, 'GET', { Origin: 'https://two.example', 'X-API-Key': TEST_KEY });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
