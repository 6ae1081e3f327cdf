import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { limitBodyTime } from '../src/common/http/body-time.js';
import { ndjsonRows } from '../src/ingest/body/ndjson.js';
import { patiently } from '../src/ingest/body/patiently.js';
import type { Answer } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { heldMemory } from './support/held-memory.js';
import { Sender } from './support/sender.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';
import { whoWaitsFor } from './support/waiting.js';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const MIB = 1024 * 1024;
/** Pieces of bulk work at once, as the service allows them. */
const AT_ONCE = 4;

/** How each Content-Encoding is made. */
const ENCODERS: Record<string, (bytes: Buffer) => Buffer> = {
  identity: (bytes) => bytes,
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

/** A chunk's text, as whose it is sent. */
const rowOf = (file: string, number: number, text = 'Olá! 🎬'): object => ({
  chunk_id: `${file}_${number}`,
  start_time: number,
  end_time: number + 1,
  text,
});

describe('The body of an ingest', () => {
  let test: TestApp;
  let origin: string;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp({ DATABASE_QUEUE_TIMEOUT: '3' });
    origin = await test.app.getUrl();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    file = await test.factory.file({ fps: 25 });
  });

  const row = (number: number, text?: string): string => JSON.stringify(rowOf(file, number, text));
  const send = (body: string | Buffer, headers: Record<string, string> = NDJSON): Promise<Answer> =>
    test.api.call('POST', `file/${file}/chunks`, { headers, body });
  const sendArray = (body: string | Buffer): Promise<Answer> =>
    send(body, { 'Content-Type': 'application/json' });
  const open = (headers?: Record<string, string>): Sender =>
    Sender.open(origin, `file/${file}/chunks`, headers);
  const texts = async (): Promise<string[]> => {
    const { body } = await test.api.get(`file/${file}/chunks`);
    return (body.data as { text: string }[]).map(({ text }) => text);
  };

  it.each(
    [300_000, 3_000_000].flatMap((length) =>
      Object.keys(ENCODERS).map((encoding): [number, string] => [length, encoding]),
    ),
  )(
    'refused in the midst of %d bytes leaves its connection to the next request: %s',
    async (length, encoding) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const ask = async (method: string, path: string, body?: Buffer): Promise<[number, number]> => {
        const headers = {
          'X-API-Key': TEST_KEY,
          'Content-Type': 'application/json',
          'Content-Encoding': encoding,
        };
        const sent = request(`${origin}${path}`, { agent, method, headers });
        sent.end(body);
        const [answer] = (await once(sent, 'response')) as [IncomingMessage];
        const port = answer.socket.localPort!;
        answer.resume();
        await once(answer, 'end');
        return [answer.statusCode!, port];
      };
      // Random: as long when it is compressed.
      const body = ENCODERS[encoding]!(Buffer.concat([Buffer.from('x'), randomBytes(length)]));
      const [refused, port] = await ask('POST', `/api/v1/file/${file}/chunks`, body);
      expect(refused).toBe(400);
      expect(await ask('GET', '/health')).toEqual([200, port]);
      agent.destroy();
    },
  );

  it.each<[string, Record<string, string>, string, string?]>([
    ['blank lines', NDJSON, '\n'],
    ['letters', NDJSON, 'x'],
    ['lines with a blank', NDJSON, ' \n'],
    ['invalid lines', NDJSON, 'x\n'],
    ['invalid rows', { 'Content-Type': 'application/json' }, '1,', '['],
    ['blanks', { 'Content-Type': 'application/json' }, ' '],
  ])('is refused where a few bytes are unpacked to millions of %s', async (_, headers, unit, start = '') => {
    for (const encoding of ['gzip', 'deflate', 'br']) {
      const body = ENCODERS[encoding]!(Buffer.from(start + unit.repeat(10 * MIB)));
      const answer = await send(body, { ...headers, 'Content-Encoding': encoding });
      expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
    }
  });

  it('may be compressed as far as rows that are all alike are', async () => {
    const lines = Array.from({ length: 20_000 }, (_, number) => row(number));
    const body = gzipSync(lines.join('\n'));
    const answer = await send(body, { ...NDJSON, 'Content-Encoding': 'gzip' });
    expect([answer.status, answer.body.inserted]).toEqual([200, lines.length]);
  });

  it('counts blank lines, and takes none of them for a row', async () => {
    const body = `\n \n\t\r\n${row(1)}\n\n  \n  ${row(2)}  \r\nx\n\n`;
    for (const size of [1, 2, 3, 1000]) {
      const pieces = body.match(new RegExp(`[^]{1,${size}}`, 'g'))!.map((piece) => Buffer.from(piece));
      const rows = [];
      for await (const some of ndjsonRows(pieces as unknown as AsyncIterable<Buffer>)) rows.push(...some);
      expect(rows.map(({ line }) => line)).toEqual([4, 7, 8]);
    }
  });

  describe('of lines', () => {
    it.each<[string, string | Buffer, string, unknown]>([
      ['no JSON', '{"chunk_id": ', '#', expect.stringContaining('is not JSON')],
      ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), '#', 'is not UTF-8'],
      ['null', 'null', '#', 'must be object'],
      ['a number', '1', '#', 'must be object'],
      ['a text', '"a"', '#', 'must be object'],
      ['an array', '[{}]', '#', 'must be object'],
      ['a number out of range', '1e999', '#', 'must be object'],
      ['two objects', '{} {}', '#', expect.stringContaining('is not JSON')],
      ['a mark of the order of bytes', '\ufeff{}', '#', expect.stringContaining('is not JSON')],
      ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '#', 'must be object'],
      ['a little over 1 MiB', `"${'x'.repeat(MIB)}"`, '#', 'is longer than 1 MiB'],
    ])('refuses one of %s, and takes the others', async (_, line, pointer, detail) => {
      const lines = [Buffer.from(`${row(1)}\n`), Buffer.from(line), Buffer.from(`\n${row(2)}`)];
      const { body } = await send(Buffer.concat(lines));
      expect(body).toMatchObject({ inserted: 2, refused: 1 });
      expect(body.refusals).toEqual([{ line: 2, pointer, detail }]);
      expect(await texts()).toHaveLength(2);
    });

    it.each([
      ['NUL', '"text":"a\\u0000b"', '#/text', expect.stringContaining('NUL')],
      ['half a surrogate pair', '"text":"\\ud83c"', '#/text', expect.stringContaining('surrogate')],
      ['__proto__', '"__proto__":{"text":"a"}', '#/__proto__', 'is not known here'],
      ['constructor', '"constructor":{"text":"a"}', '#/constructor', 'is not known here'],
      ['a number out of range', '"start_time":1e999', '#/start_time', expect.any(String)],
      ['a value out of its list', '"start_frame":1.5', '#/start_frame', 'must be integer'],
    ])('and of an array refuses a row with %s alike', async (_, member, pointer, detail) => {
      const bad = `${row(7).slice(0, -1)},${member}}`;
      const refusals = [expect.objectContaining({ line: 2, pointer, detail })];
      const lines = await send([row(1), bad, row(2)].join('\n'));
      expect(lines.body).toMatchObject({ inserted: 2, refused: 1, refusals });
      const array = await sendArray(`[${[row(1), bad, row(2)].join(',')}]`);
      expect(array.body).toMatchObject({ unchanged: 2, refused: 1, refusals });
    });

    it('counts blank ones as lines and not as rows, whatever ends them', async () => {
      const { body } = await send(`\n\r\n${row(1)}\r\n  \n\nx\r\n${row(2)}\n`);
      expect(body).toMatchObject({ inserted: 2, refused: 1 });
      expect(body.refusals).toEqual([expect.objectContaining({ line: 6 })]);
    });

    it('refuses one of 100 MB without holding it in memory', async () => {
      const sender = open();
      await sender.write(`${row(1)}\n"`);
      const piece = Buffer.alloc(64 * 1024, 'x');
      const [before, seen] = [heldMemory(), [0]];
      for (let sent = 0; sent < 100 * MIB; sent += piece.length) {
        await sender.write(piece);
        if (sent % (4 * MIB) === 0) seen.push(heldMemory() - before);
      }
      const { body } = await sender.end(`"\n${row(2)}`);
      expect(body).toMatchObject({ inserted: 2, refused: 1 });
      expect(body.refusals).toEqual([{ line: 2, pointer: '#', detail: 'is longer than 1 MiB' }]);
      expect(Math.max(...seen)).toBeLessThan(50 * MIB);
    });

    it('counts all that it refuses, and names the first fifty', async () => {
      const lines = Array.from({ length: 120 }, (_, index) => (index % 2 ? 'x' : row(index)));
      // Refused at last, where all are looked at together, and named first.
      const { body } = await send([row(0), row(0), ...lines.slice(1)].join('\n'));
      expect(body).toMatchObject({ inserted: 60, refused: 61 });
      const named = (body.refusals as { line: number }[]).map(({ line }) => line);
      expect(named).toHaveLength(50);
      expect(named.slice(0, 4)).toEqual([2, 3, 5, 7]);
      expect(named).toEqual(named.toSorted((one, other) => one - other));
    });

    it('names no more than fifty faults, though one has a hundred thousand', async () => {
      const many = Array.from({ length: 120_000 }, (_, index) => `"${index.toString(36)}":1`);
      const { status, body } = await send(`{${many.join(',')}}\n${row(1)}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ inserted: 1, refused: 1 });
      expect(body.refusals).toHaveLength(50);
    });

    it('may be none', async () => {
      for (const body of ['', '\n', ' \n\n ']) {
        const { status, body: answer } = await send(body);
        expect([status, answer.message]).toEqual([200, 'Nothing was sent']);
      }
    });
  });

  describe('of an array', () => {
    it('brings in nothing where it breaks off, wherever that is', async () => {
      const text = Buffer.from(`[${row(1)}, ${row(2, 'a\\u00e9"🎬')}]`);
      for (let end = 0; end < text.length; end += end > 10 && end < text.length - 10 ? 7 : 1) {
        const { status, body } = await sendArray(text.subarray(0, end));
        expect([end, status, body.code]).toEqual([end, 400, 'malformed_json']);
      }
      expect(await texts()).toEqual([]);
      expect((await sendArray(text)).body.inserted).toBe(2);
    });

    it.each([
      ['an object', '{"a":1}'],
      ['an empty object', '{}'],
      ['null', 'null'],
      ['a number', '12'],
      ['a text', '"[]"'],
      ['lines', '{}\n{}'],
      ['nothing', ''],
      ['blanks', '  \n'],
      ['two arrays', '[] []'],
      ['an array and more', '[],'],
      ['a comma at its end', '[{},]'],
      ['invalid UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
      ['100,000 open brackets', '['.repeat(100_000)],
    ])('is refused as a whole where it is %s', async (_, text) => {
      const { status, body } = await sendArray(text);
      expect([status, body.code]).toEqual([400, 'malformed_json']);
    });

    it('refuses elements that are no objects by their number', async () => {
      const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
      const { body } = await sendArray(`[null,1,"a",[],${deep},{"a":${deep}},true,${row(1)}]`);
      expect(body).toMatchObject({ inserted: 1, refused: 7 });
      const named = new Set((body.refusals as { line: number }[]).map(({ line }) => line));
      expect([...named]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('may be empty', async () => {
      expect((await sendArray(' [ ] ')).body).toMatchObject({ message: 'Nothing was sent', refused: 0 });
    });

    it.each([
      ['a text', `"${'x'.repeat(3 * MIB)}"`],
      ['many members', `{${'"a":1,'.repeat(MIB / 2)}"b":1}`],
    ])('is too large where one of its elements is, of %s', async (_, element) => {
      const { status, body } = await sendArray(`[${row(1)},${element}]`);
      expect([status, body.code]).toEqual([413, 'body_too_large']);
      expect(await texts()).toEqual([]);
    });

    it('is refused while it is still being sent', async () => {
      const sender = open({ 'Content-Type': 'application/json' });
      await sender.write(`[${row(1)}, x`);
      const { status, body } = await sender.reply;
      expect([status, body.code]).toEqual([400, 'malformed_json']);
      sender.leave();
    });

    it('may be of any length', async () => {
      const sender = open({ 'Content-Type': 'application/json' });
      await sender.write('[');
      for (let number = 0; number < 20_000; number++) await sender.write(`${row(number)},\n`);
      const { body } = await sender.end(`${row(20_000)}]`);
      expect(body.inserted).toBe(20_001);
    });
  });

  describe('may be compressed', () => {
    it.each<[string, (text: string) => Buffer]>([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['deflate', deflateSync],
      ['GZIP', gzipSync],
      ['identity', (text) => Buffer.from(text)],
    ])('with %s', async (encoding, pack) => {
      const headers = { ...NDJSON, 'Content-Encoding': encoding };
      // The tests' own check of the rows unpacks gzip only.
      const sender = open(headers);
      expect((await sender.end(pack([1, 2, 3].map((number) => row(number)).join('\n')))).body.inserted).toBe(
        3,
      );
      expect(await texts()).toEqual(Array(3).fill('Olá! 🎬'));
    });

    it.each(['gzip', 'br', 'deflate'])('and is refused where it is no %s', async (encoding) => {
      const { status, body } = await send(row(1), { ...NDJSON, 'Content-Encoding': encoding });
      expect([status, body.code]).toEqual([400, 'malformed_json']);
    });

    it('and brings in nothing where it breaks off', async () => {
      const packed = gzipSync(
        Array.from({ length: 5000 }, (_, number) => row(number, randomUuid())).join('\n'),
      );
      for (const share of [0.1, 0.5, 0.999]) {
        const half = packed.subarray(0, packed.length * share);
        const { status, body } = await send(half, { ...NDJSON, 'Content-Encoding': 'gzip' });
        expect([status, body.code]).toEqual([400, 'malformed_json']);
      }
      expect(await texts()).toEqual([]);
    });
  });

  describe('is refused unread', () => {
    it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=a', 'nonsense', 'text/csv'])(
      'as %s',
      async (type) => {
        const { status, body } = await send(row(1), { 'Content-Type': type });
        expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
      },
    );

    it.each(['zstd', 'compress', 'gzip, gzip', 'constructor', '__proto__', 'toString'])(
      'in the encoding %s',
      async (encoding) => {
        const { status, body } = await send(row(1), { ...NDJSON, 'Content-Encoding': encoding });
        expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
      },
    );

    it.each<[string, number, string, () => Sender]>([
      ['to a stranger', 401, 'unauthorized', () => open({ 'X-API-Key': 'x'.repeat(40) })],
      ['for an unknown file', 404, 'file_not_found', () => Sender.open(origin, `file/${randomUuid()}/faces`)],
      [
        'with an unknown parameter',
        400,
        'invalid_request',
        () => Sender.open(origin, `file/${file}/faces?compleet=true`),
      ],
      [
        'with another word for true',
        400,
        'invalid_request',
        () => Sender.open(origin, `file/${file}/faces?complete=1`),
      ],
      ['for no uuid', 400, 'invalid_request', () => Sender.open(origin, 'file/charade/chunks')],
    ])('%s', async (_, status, code, begin) => {
      const sender = begin();
      const reply = await sender.reply;
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      sender.leave();
    });
  });

  it('may come in the smallest pieces', async () => {
    for (const [type, text] of [
      ['application/x-ndjson', `${row(1)}\n\n${row(2)}\n`],
      ['application/json', `[${row(1)},${row(2)}]`],
    ] as const) {
      const sender = open({ 'Content-Type': type });
      for (const byte of Buffer.from(text)) {
        await sender.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      expect((await sender.end()).body).toMatchObject({ refused: 0 });
    }
    expect(await texts()).toEqual(['Olá! 🎬', 'Olá! 🎬']);
  });

  it('is asked for where the sender waits for that', async () => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    let told = '';
    socket.on('data', (text: string) => (told += text));
    const body = row(1);
    socket.write(
      `POST /api/v1/file/${file}/chunks HTTP/1.1\r\nHost: a\r\nX-API-Key: test-key-of-thirty-two-characters-or-more\r\n` +
        `Content-Type: application/x-ndjson\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        'Expect: 100-continue\r\nConnection: close\r\n\r\n',
    );
    expect(
      await eventually(
        () => Promise.resolve(told),
        (text) => text !== '',
      ),
    ).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(body);
    await once(socket, 'close');
    expect(told).toContain('HTTP/1.1 200 OK');
    expect(await texts()).toHaveLength(1);
  });

  it('leaves nothing where the sender goes away in the middle, and its connection to the next', async () => {
    for (let number = 0; number < 10; number++) {
      const sender = open(number % 2 ? { 'Content-Encoding': 'gzip' } : {});
      await sender.write(
        number % 2 ? gzipSync(`${row(number)}\n`.repeat(1000)).subarray(0, 200) : `${row(number)}\n`,
      );
      await delay(20);
      sender.leave();
      await expect(sender.reply).rejects.toThrow();
    }
    expect((await send(row(99))).body.inserted).toBe(1);
    expect(await texts()).toHaveLength(1);
  });

  it('of a sender who has gone before it was read keeps nobody waiting', async () => {
    const rival = test.dataSource.createQueryRunner();
    await rival.query('BEGIN');
    await rival.query('LOCK TABLE file');
    const senders = Array.from({ length: AT_ONCE }, () => open({ 'Content-Encoding': 'gzip' }));
    for (const sender of senders) await sender.write(gzipSync(row(1)).subarray(0, 20));
    const held = async (): Promise<number> =>
      (await test.dataSource.query<unknown[]>(whoWaitsFor('file'))).length;
    expect(await eventually(held, (count) => count === AT_ONCE)).toBe(AT_ONCE);
    for (const sender of senders) sender.leave();
    await delay(200);
    await rival.query('COMMIT');
    await rival.release();
    expect((await send(row(99))).body.inserted).toBe(1);
  });

  describe('that comes slowly', () => {
    let senders: Sender[];

    beforeEach(async () => {
      senders = Array.from({ length: AT_ONCE }, () => open());
      for (const [number, sender] of senders.entries()) await sender.write(`${row(number)}\n{"chunk`);
      await eventually(staging, (count) => count === AT_ONCE);
    });

    const staging = async (): Promise<number> => {
      const [{ count }] = await test.dataSource.query<[{ count: number }]>(
        `SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'`,
      );
      return count;
    };

    it('keeps no other route waiting', async () => {
      const person = await test.factory.identity();
      await test.factory.faces(file, [{ frame_number: 1 }]);
      const answers = await Promise.all([
        test.api.get(`file/${file}/chunks`),
        test.api.put(`file/${file}`, { fps: 30 }),
        test.api.post(`identity/${person}/bind`, { file_uuid: file, face_id: '1_0' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      for (const sender of senders)
        expect((await sender.end()).body).toMatchObject({ inserted: 1, refused: 1 });
    });

    it('lets one more wait its turn, or try again later', async () => {
      const late = await send(row(10));
      expect([late.status, late.body.code]).toEqual([503, 'overloaded']);
      expect(late.headers['retry-after']).toMatch(/^\d+$/);
      const waiting = send(row(11));
      await delay(200);
      for (const sender of senders) await sender.end();
      expect((await waiting).body.inserted).toBe(1);
    });

    it('may take as long as it likes where enough comes now and then, and no longer', async () => {
      const pieces = async function* (size: number, ...pauses: number[]): AsyncGenerator<string> {
        for (const pause of pauses) yield await delay(pause, 'x'.repeat(size));
      };
      const read = async (source: AsyncIterable<string>, busy = 0): Promise<[number, boolean]> => {
        let [count, silent] = [0, false];
        for await (const _ of patiently(source, () => (silent = true), 1000)) {
          count++;
          await delay(busy);
        }
        return [count, silent];
      };
      expect(await read(pieces(1024, 300, 300, 300, 300))).toEqual([4, false]);
      expect(await read(pieces(1024, 1, 1500))).toEqual([2, true]);
      // Something is not enough: a byte now and then would keep a place from others for ever.
      expect(await read(pieces(1, 300, 300, 300, 300))).toEqual([4, true]);
      // What the service itself needs is no silence of the sender's.
      expect(await read(pieces(1, 1, 1, 1), 500)).toEqual([3, false]);
      for (const sender of senders) sender.leave();
    });
  });

  it('of any other route has its time', async () => {
    const ended: boolean[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      limitBodyTime(request, 200);
      request.resume().on('close', () => ended.push(request.complete));
      request.on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const slow = Sender.open(`http://127.0.0.1:${port}`, '');
    await slow.write('x');
    await expect(slow.reply).rejects.toThrow();
    const quick = Sender.open(`http://127.0.0.1:${port}`, '');
    await quick.write('x');
    expect((await quick.end()).status).toBe(200);
    await delay(300);
    expect(ended).toEqual([false, true]);
    server.close();
  });
});
