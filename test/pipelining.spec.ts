import pg from 'pg';
import type { FastExpressAdapter } from '../src/common/http/fast-express.adapter.js';
import { atRest, eventually } from './support/eventually.js';
import { RawConnection } from './support/raw.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

/** Requests of one connection in progress at most, and of all connections beside another one of their own. */
const [OF_CONNECTION, BESIDE] = [16, 64];

/** The ids of requests: `first`, `first + 1` and so on. */
const idsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `id-${first + index}`);
const requestOf = (path: string, id: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nX-API-Key: ${TEST_KEY}\r\nX-Request-Id: ${id}\r\n${more}\r\n`;
/** Each another page: what is the same is read once. */
const pageOf = (id: string): string => requestOf(`/api/v1/identities?page=${id.slice('id-'.length)}`, id);
const postOf = (id: string, body: string): [head: string, body: string] => [
  `POST /api/v1/identity/upload HTTP/1.1\r\nHost: x\r\nX-API-Key: ${TEST_KEY}\r\nX-Request-Id: ${id}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  body,
];

describe('requests that are sent ahead of answers', () => {
  let test: TestApp;
  let rival: pg.Client;
  const connections: RawConnection[] = [];

  beforeAll(async () => {
    test = await getTestApp({ DATABASE_QUEUE_SIZE: '1000' });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    rival = new pg.Client({ connectionString: test.database.url });
    await rival.connect();
  });
  afterEach(async () => {
    await rival.end();
    for (const connection of connections.splice(0)) connection.leave();
  });

  const open = async (): Promise<RawConnection> => {
    const connection = await RawConnection.open(test.api.origin);
    connections.push(connection);
    return connection;
  };
  const inProgress = (): Promise<number> =>
    Promise.resolve((test.app.getHttpAdapter() as FastExpressAdapter).running.count);
  const hold = (): Promise<unknown> => rival.query('BEGIN; LOCK TABLE identity');
  const letGo = (): Promise<unknown> => rival.query('ROLLBACK');

  it.each([OF_CONNECTION, 64, 500])('are all answered in their order: %d of them', async (count) => {
    const ids = idsFrom(1, count);
    const texts = ids.map((id, index) => (index % 3 ? requestOf('/health', id) : pageOf(id)));
    const connection = (await open()).send(texts.join(''));
    expect(await connection.answers(count)).toEqual(ids.map((id) => [200, id]));
  });

  it('are in progress 16 at a time, however many there are, and the others are answered afterwards', async () => {
    await hold();
    const ids = idsFrom(1, 3000);
    const connection = (await open()).send(ids.map(pageOf).join(''));
    expect(await atRest(inProgress)).toBe(OF_CONNECTION);
    await letGo();
    expect(await connection.answers(ids.length)).toEqual(ids.map((id) => [200, id]));
  });

  it('are in progress one at a time where other connections have sent many', async () => {
    await hold();
    const count = 40;
    const ids = idsFrom(1, count * 100);
    const each = Array.from({ length: count }, (_, nth) => ids.slice(nth * 100, (nth + 1) * 100));
    const sent = await Promise.all(each.map(async (own) => (await open()).send(own.map(pageOf).join(''))));
    expect(await atRest(inProgress)).toBe(count + BESIDE);
    await letGo();
    const answers = await Promise.all(sent.map((connection) => connection.answers(100)));
    expect(answers).toEqual(each.map((own) => own.map((id) => [200, id])));
  });

  it('do not keep the body of the last one in progress from being read', async () => {
    await hold();
    const ids = idsFrom(1, OF_CONNECTION + 4);
    const [head, body] = postOf(ids[OF_CONNECTION - 1]!, JSON.stringify({ name: 'x'.repeat(600) }));
    const before = ids.slice(0, OF_CONNECTION - 1).map(pageOf);
    const after = ids.slice(OF_CONNECTION).map(pageOf);
    const connection = (await open()).send([...before, head].join(''));
    expect(await atRest(inProgress)).toBe(OF_CONNECTION);
    connection.send([body, ...after].join(''));
    expect(await atRest(inProgress)).toBe(OF_CONNECTION);
    await letGo();
    const answers = await connection.answers(ids.length);
    expect(answers).toEqual(ids.map((id, index) => [index === OF_CONNECTION - 1 ? 400 : 200, id]));
  });

  it('are read on where bodies are full of what looks like the end of a head', async () => {
    const body = JSON.stringify({ version: 1, identity_uuid: 'a'.repeat(32), name: 'Ann' });
    const ids = idsFrom(1, 50);
    const texts = ids.map((id) => postOf(id, `${'\r\n\r\n'.repeat(500)}${body}`).join(''));
    const connection = (await open()).send(texts.join(''));
    expect(await connection.answers(ids.length)).toEqual(ids.map((id) => [200, id]));
  });

  it('are answered behind one that offers another protocol', async () => {
    const [first, second] = idsFrom(1, 2);
    const offer = requestOf('/health', first!, 'Connection: upgrade\r\nUpgrade: websocket\r\n');
    const connection = (await open()).send(offer + requestOf('/health', second!));
    expect(await connection.answers(2)).toEqual([
      [200, first],
      [200, second],
    ]);
  });

  it('are forgotten with a connection that ends', async () => {
    await hold();
    const connection = (await open()).send(idsFrom(1, 100).map(pageOf).join(''));
    expect(await atRest(inProgress)).toBe(OF_CONNECTION);
    connection.leave();
    await letGo();
    expect(await eventually(inProgress, (count) => count === 0)).toBe(0);
  });
});

describe('more requests in progress than MAX_REQUESTS', () => {
  const MOST = 16;
  let test: TestApp;
  let rival: pg.Client;

  beforeAll(async () => {
    test = await getTestApp({ MAX_REQUESTS: String(MOST) });
    rival = new pg.Client({ connectionString: test.database.url });
    await rival.connect();
  });
  afterAll(async () => {
    await rival.end();
    await test.close();
  });

  const inProgress = (): Promise<number> =>
    Promise.resolve((test.app.getHttpAdapter() as FastExpressAdapter).running.count);

  it('are refused, but for /health and /health/ready, until some of the others are answered', async () => {
    await rival.query('BEGIN; LOCK TABLE identity');
    const letIn = idsFrom(1, MOST).map((id) => test.api.get(`identities?page=${id.slice('id-'.length)}`));
    expect(await atRest(inProgress)).toBe(MOST);
    for (const path of ['identities', '/docs', '/openapi.json', '/nowhere']) {
      const { status, headers, body } = await test.api.get(path);
      expect([path, status, body.code]).toEqual([path, 503, 'overloaded']);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    for (const path of ['/health', '/health/ready']) expect((await test.api.get(path)).status).toBe(200);
    await rival.query('ROLLBACK');
    expect((await Promise.all(letIn)).map(({ status }) => status)).toEqual(Array(MOST).fill(200));
    expect((await test.api.get('identities')).status).toBe(200);
    expect((await test.api.get('/metrics')).text).toMatch(/shortage="requests"\} 4\n/);
  });

  it('end a connection with their refusal where it waits for the answers before it', async () => {
    await rival.query('BEGIN; LOCK TABLE identity');
    const ids = idsFrom(1, MOST);
    const letIn = ids.slice(1).map((id) => test.api.get(`identities?page=${id.slice('id-'.length)}`));
    expect(await atRest(inProgress)).toBe(MOST - 1);
    const connection = await RawConnection.open(test.api.origin);
    connection.send(pageOf('id-1') + requestOf('/health', 'id-2') + requestOf('/health', 'id-3'));
    expect(await atRest(inProgress)).toBe(MOST + 1);
    await rival.query('ROLLBACK');
    await Promise.all(letIn);
    await connection.end();
    expect(await connection.answers(2)).toEqual([
      [200, 'id-1'],
      [503, 'id-2'],
    ]);
  });
});
