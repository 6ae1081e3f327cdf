import { manyFaces } from './support/bulk.js';
import { eventually } from './support/eventually.js';
import { heldMemory } from './support/held-memory.js';
import { jpeg } from './support/images.js';
import { PausedReader } from './support/paused-reader.js';
import { RawConnection } from './support/raw.js';
import { Sender } from './support/sender.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

/** More than the buffers between the service and a reader that doesn't read can swallow: some 10 MB of JSON. */
const MANY = 40_000;
const HEAD = `Host: x\r\nX-API-Key: ${TEST_KEY}\r\n`;
const MIB = 1024 * 1024;
/** Uploads at once, and in the queue. */
const [AT_ONCE, WAITING] = [8, 64];

describe('a slow client', () => {
  let test: TestApp;
  let origin: string;
  let identity: string;

  beforeAll(async () => {
    test = await getTestApp({
      HEADERS_TIMEOUT: '1',
      BODY_TIMEOUT: '1',
      IDLE_TIMEOUT: '1',
      KEEP_ALIVE_TIMEOUT: '1',
    });
    ({ origin } = test.api);
    identity = await test.factory.identity();
    await manyFaces(test.dataSource, await test.factory.file(), identity, MANY);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    expect((await test.api.get('/health')).status).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['a part of a request line', 'GET /hea'],
    ['a part of its headers', 'GET /health HTTP/1.1\r\nHost: x\r\nX-A: b\r\n'],
  ])('that has sent %s is told 408, and cut off', async (_, text) => {
    const { status, body } = await (await RawConnection.open(origin)).send(text).untilClosed();
    expect([status, body.code]).toEqual([408, 'request_timeout']);
  });

  it('that sends its headers a byte at a time gains nothing by it', async () => {
    const slow = await RawConnection.open(origin);
    slow.send('GET /health HTTP/1.1\r\nHost: x\r\nX: ');
    const drip = setInterval(() => slow.send('x'), 50);
    const { status } = await slow.untilClosed().finally(() => clearInterval(drip));
    expect(status).toBe(408);
  });

  it.each([
    ['JSON', 'identity/upload', 'application/json', '{"version": 1'],
    ['a form', 'identity/IDENTITY/profile-image', 'multipart/form-data; boundary=b', '--b\r\n'],
    ['rows', 'file/FILE/faces', 'application/x-ndjson', '{"face_id"'],
    ['nothing that anybody reads', 'no-such-route', 'text/plain', 'x'],
  ])('that sends a part of a body and no more is told 408, and cut off: %s', async (_, path, type, text) => {
    const url = path.replace('IDENTITY', identity).replace('FILE', await test.factory.file());
    const head = `POST /api/v1/${url} HTTP/1.1\r\n${HEAD}Content-Type: ${type}\r\nContent-Length: 1000\r\n\r\n`;
    const { status, body } = await (await RawConnection.open(origin)).send(head + text).untilClosed();
    // An unknown route is answered at once, whatever its body does.
    const expected = path === 'no-such-route' ? [404, 'route_not_found'] : [408, 'request_timeout'];
    expect([status, body.code]).toEqual(expected);
  });

  it('that sends rows a byte at a time keeps no place that others wait for', async () => {
    const file = await test.factory.file({ fps: 25 });
    const senders = Array.from({ length: 4 }, () => Sender.open(origin, `file/${file}/chunks`));
    const drip = setInterval(() => void senders.map((sender) => sender.write(' ')), 100);
    const replies = await Promise.all(senders.map(({ reply }) => reply)).finally(() => clearInterval(drip));
    expect(replies.map(({ status, body }) => [status, body.code])).toEqual(
      Array(4).fill([408, 'request_timeout']),
    );
    expect((await test.api.post(`file/${file}/chunks`, [])).status).toBe(200);
  });

  it('may take longer than a body may where its rows come at a bearable pace', async () => {
    const file = await test.factory.file({ fps: 25 });
    const sender = Sender.open(origin, `file/${file}/chunks`);
    const row = (number: number): string =>
      JSON.stringify({
        chunk_id: `${file}_${number}`,
        start_time: number,
        end_time: number + 1,
        text: 'x'.repeat(900),
      });
    for (let number = 0; number < 15; number++) {
      await sender.write(`${row(number)}\n`);
      await new Promise((resume) => setTimeout(resume, 150));
    }
    expect((await sender.end()).body).toMatchObject({ inserted: 15 });
  });

  it('that takes nothing of an answer is cut off in the middle of it, and costs no more memory than a piece', async () => {
    const readers = Array.from({ length: 40 }, () => PausedReader.open(origin, `identity/${identity}/faces`));
    const before = heldMemory();
    const opened = await Promise.all(readers);
    expect(heldMemory() - before).toBeLessThan(80 * MIB);
    expect(await eventually(openConnections, (count) => count === 0)).toBe(0);
    expect((await opened[0]!.read()).complete).toBe(false);
    for (const reader of opened) reader.leave();
  });

  it('that takes nothing of an answer written at once is cut off too', async () => {
    const metadata = { text: 'x'.repeat(200_000) };
    for (let number = 0; number < 100; number++) await test.factory.identity({ metadata });
    const reader = await PausedReader.open(origin, 'identities?page_size=200');
    expect(await eventually(openConnections, (count) => count === 0)).toBe(0);
    expect((await reader.read()).complete).toBe(false);
  });

  it('that keeps a connection and asks nothing is left', async () => {
    const idle = await RawConnection.open(origin);
    const { status } = await idle.send(`GET /health HTTP/1.1\r\nHost: x\r\n\r\n`).untilClosed();
    expect(status).toBe(200);
  });

  const openConnections = (): Promise<number> => connectionsOf(test);
});

describe('images that are uploaded at once', () => {
  let test: TestApp;
  let path: string;

  beforeAll(async () => {
    test = await getTestApp();
    path = `identity/${await test.factory.identity()}/profile-image`;
  });
  afterAll(() => test.close());

  /** Uploads of which only the head has come. */
  async function begin(count: number): Promise<Sender[]> {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const senders = Array.from({ length: count }, () => Sender.open(test.api.origin, path, headers));
    await eventually(
      () => connectionsOf(test),
      (open) => open >= count,
    );
    return senders;
  }

  it('wait for each other', async () => {
    const senders = await begin(AT_ONCE);
    const waiting = test.api.upload(path, await jpeg());
    senders[0]!.leave();
    expect((await waiting).status).toBe(200);
    for (const sender of senders) sender.leave();
  });

  it('are not more than the memory bears: one too many is told to come again', async () => {
    const senders = await begin(AT_ONCE + WAITING);
    const { status, headers, body } = await test.api.upload(path, await jpeg());
    expect([status, body.code]).toEqual([503, 'uploads_busy']);
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    for (const sender of senders) sender.leave();
    const again = (): Promise<number> =>
      jpeg().then(async (image) => (await test.api.upload(path, image)).status);
    expect(await eventually(again, (last) => last === 200)).toBe(200);
  });
});

const connectionsOf = ({ app }: TestApp): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = app.getHttpServer();
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
