import { type RawAnswer, sendRaw } from './support/raw.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const MOST_HEADERS = 256;
const OTHER_TAG = 'If-Match: "0000000000000000"';

/** Headers that decide nothing. */
const fillers = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-${index}: 1`);

describe('the head of a request', () => {
  let test: TestApp;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp();
    uuid = await test.factory.identity({ name: 'Ann' });
  });
  afterAll(() => test.close());

  /** A request of a connection of its own, with these headers beside four. */
  const send = (headers: string[], method = 'DELETE', path = `identity/${uuid}`): Promise<RawAnswer> => {
    const own = ['Host: x', 'Connection: close', `X-API-Key: ${TEST_KEY}`];
    const lines = [`${method} /api/v1/${path} HTTP/1.1`, ...own, ...headers, '', ''];
    return sendRaw(test.api.origin, lines.join('\r\n'));
  };
  const isThere = async (): Promise<boolean> => (await test.api.get(`identity/${uuid}`)).status === 200;

  it('counts whatever stands before it: an If-Match behind 252 other headers', async () => {
    expect((await send([...fillers(MOST_HEADERS - 4), OTHER_TAG])).status).toBe(412);
    expect(await isThere()).toBe(true);
  });

  it.each([MOST_HEADERS - 3, 1500, 3000])(
    'is refused where an If-Match stands behind %d others',
    async (count) => {
      const { status, body } = await send([...Array<string>(count).fill('X: 1'), OTHER_TAG]);
      expect([status, body.code]).toEqual([431, 'headers_too_large']);
      expect(await isThere()).toBe(true);
    },
  );

  it.each([
    ['X-API-Key', [`x-api-key: ${TEST_KEY}`]],
    ['Authorization', [`Authorization: Bearer ${TEST_KEY}`, 'authorization: Bearer another']],
    ['Content-Type', ['Content-Type: application/json', 'Content-Type: text/plain']],
    ['Host', ['Host: y']],
    ['Idempotency-Key', ['Idempotency-Key: a', 'Idempotency-Key: a']],
    ['Origin', ['Origin: http://x', 'Origin: http://y']],
    ['Sec-Fetch-Site', ['Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site']],
  ])('is refused where %s comes more than once', async (name, headers) => {
    const { status, body, headers: told } = await send(headers);
    expect([status, body.code, told.connection]).toEqual([400, 'malformed_request', 'close']);
    expect(body.detail.toLowerCase()).toContain(name.toLowerCase());
    expect(await isThere()).toBe(true);
  });

  it('may have a list in several headers', async () => {
    const { headers } = await test.api.get(`identity/${uuid}`);
    const [mine, other] = [`If-None-Match: ${headers.etag}`, 'If-None-Match: "0000000000000000"'];
    for (const lines of [
      [mine, other],
      [other, mine],
    ])
      expect((await send(lines, 'GET')).status).toBe(304);
    expect((await send([OTHER_TAG, OTHER_TAG])).status).toBe(412);
    expect((await send(['Accept: text/html', 'Accept: */*'], 'GET')).status).toBe(200);
  });
});
