import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { IdempotencyKey } from '../src/catalogue/entities/idempotency-key.entity.js';
import { Attempts } from '../src/idempotency/attempts.js';
import type { Answer, ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { jpeg } from './support/images.js';
import { Sender } from './support/sender.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Scene {
  cary: string;
  file: string;
  picture: Buffer;
  name: string;
}

type Send = (scene: Scene, key: string, api?: ApiClient) => Promise<Answer>;

const face = (frame: number): object => ({
  face_id: `${frame}_0`,
  frame_number: frame,
  confidence: 0.9,
  bbox: { x: 10, y: 20, width: 30, height: 40 },
});
const chunkOf = (file: string, number: number): object => ({
  chunk_id: `${file}_${number}`,
  start_time: number,
  end_time: number + 0.5,
  text: 'Olá!',
});

describe('Idempotency-Key', () => {
  let test: TestApp;
  let scene: Scene;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    const [cary, file] = [await test.factory.identity(), await test.factory.file()];
    await test.factory.faces(file, [
      { frame_number: 1, trace_id: 1 },
      { frame_number: 2, trace_id: 2, identity_uuid: cary },
    ]);
    scene = { cary, file, picture: await jpeg(), name: `Stanley ${randomUuid()}` };
  });

  const post = (path: string, body: unknown, key: string, api = test.api): Promise<Answer> =>
    api.post(path, body, { 'Idempotency-Key': key });

  const upload: Send = ({ name }, key, api) =>
    post('identity/upload', { identity_uuid: uuidOf(name), name }, key, api);
  const bind: Send = ({ cary, file }, key, api) =>
    post(`identity/${cary}/bind`, { file_uuid: file, trace_id: 1 }, key, api);
  const unbind: Send = ({ cary, file }, key, api) =>
    post(`identity/${cary}/unbind`, { file_uuid: file, trace_id: 2 }, key, api);
  const image: Send = ({ cary, picture }, key, api = test.api) =>
    api.upload(`identity/${cary}/profile-image`, picture, {}, { 'Idempotency-Key': key });
  const faces: Send = ({ file }, key, api) => post(`file/${file}/faces`, [face(7)], key, api);
  const chunks: Send = ({ file }, key, api) => post(`file/${file}/chunks`, [chunkOf(file, 1)], key, api);

  const CHANGES: [name: string, send: Send][] = [
    ['an upload', upload],
    ['a bind', bind],
    ['an unbind', unbind],
    ['a profile image', image],
    ['faces', faces],
    ['chunks', chunks],
  ];

  /** How many changes there have been in all. */
  const changes = async (): Promise<number> => {
    const [{ count }] = await test.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::integer AS count FROM change',
    );
    return count;
  };
  const kept = (key: string): Promise<IdempotencyKey | null> =>
    test.dataSource.manager.findOneBy(IdempotencyKey, { key });

  it.each(CHANGES)('gives the first answer again, and changes nothing: %s', async (_, send) => {
    const key = randomUUID();
    const first = await send(scene, key);
    expect(first.status).toBe(200);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const after = await changes();
    const again = await send(scene, key);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(await changes()).toBe(after);
  });

  it.each(CHANGES)('of many at once makes one change: %s', async (_, send) => {
    const [key, before] = [randomUUID(), await changes()];
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(scene, key)));
    const texts = new Set(answers.filter(({ status }) => status === 200).map(({ text }) => text));
    expect(texts.size).toBe(1);
    for (const { status, body, headers } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code]).toEqual([409, 'idempotency_key_in_use']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(await changes()).toBe(before + 1);
  });

  it.each(CHANGES)('gives the answer even when what it was about is gone: %s', async (_, send) => {
    const key = randomUUID();
    const first = await send(scene, key);
    await test.api.delete(`identity/${scene.cary}`);
    await test.api.delete(`file/${scene.file}`);
    const again = await send(scene, key);
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it.each(CHANGES)('is not asked twice by %s without it', async (_, send) => {
    await send(scene, randomUUID());
    const { headers } = await send(scene, randomUUID());
    expect(headers['idempotency-replayed']).toBeUndefined();
  });

  it.each<[string, (key: string) => Promise<Answer>]>([
    ['another upload', (key) => post('identity/upload', { identity_uuid: scene.cary, name: 'Other' }, key)],
    ['another face', (key) => post(`file/${scene.file}/faces`, [face(8)], key)],
    ['more faces', (key) => post(`file/${scene.file}/faces`, [face(7), face(8)], key)],
    [
      'the same faces with another meaning',
      (key) => post(`file/${scene.file}/faces?complete=true`, [face(7)], key),
    ],
    ['the same faces of another file', (key) => post(`file/${randomUuid()}/faces`, [face(7)], key)],
    ['a body that breaks off', (key) => post(`file/${scene.file}/faces`, '[{"face_id"', key)],
    ['another image', async (key) => image({ ...scene, picture: await jpeg() }, key)],
    ['chunks', (key) => chunks(scene, key)],
    ['a bind', (key) => bind(scene, key)],
    ['a bind of nothing', (key) => post(`identity/${scene.cary}/bind`, { x: 1 }, key)],
    [
      'what are no rows',
      (key) =>
        test.api.call('POST', `file/${scene.file}/faces`, {
          headers: { 'Content-Type': 'text/plain', 'Idempotency-Key': key },
          body: 'face',
        }),
    ],
    ['an unbind', (key) => unbind(scene, key)],
  ])('refuses %s under a key that was used, and changes nothing', async (_, send) => {
    const key = randomUUID();
    await faces(scene, key);
    const before = await changes();
    const { status, body } = await send(key);
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await changes()).toBe(before);
    expect((await faces(scene, key)).headers).toMatchObject({ 'idempotency-replayed': 'true' });
  });

  it('takes a compressed body for the same', async () => {
    const key = randomUUID();
    const first = await faces(scene, key);
    const body = gzipSync(JSON.stringify([face(7)]));
    const again = await test.api.call('POST', `file/${scene.file}/faces`, {
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Idempotency-Key': key },
      body,
    });
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it('is checked before If-Match, which the change itself has made stale', async () => {
    const { headers } = await test.api.get(`identity/${scene.cary}`);
    const both = { 'If-Match': headers.etag!, 'Idempotency-Key': randomUUID() };
    const send = (): Promise<Answer> =>
      test.api.post(`identity/${scene.cary}/bind`, { file_uuid: scene.file, trace_id: 1 }, both);
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
  });

  it('is free again after a refusal, which has changed nothing', async () => {
    const [key, uuid] = [randomUUID(), randomUuid()];
    const send = (): Promise<Answer> => post(`file/${uuid}/faces`, [face(7)], key);
    expect((await send()).status).toBe(404);
    expect(await kept(key)).toBeNull();
    await test.factory.file({ file_uuid: uuid });
    expect((await send()).status).toBe(200);
    const bad = randomUUID();
    expect((await post(`identity/${scene.cary}/bind`, {}, bad)).status).toBe(400);
    expect((await bind(scene, bad)).status).toBe(200);
  });

  it('holds in every process', async () => {
    const [key, twin] = [randomUUID(), await test.twin()];
    try {
      const first = await bind(scene, key);
      const again = await bind(scene, key, twin.api);
      expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    } finally {
      await twin.close();
    }
  });

  it('belongs to one API key: that of another is another', async () => {
    const key = randomUUID();
    await bind(scene, key);
    await test.dataSource.manager.update(IdempotencyKey, { key }, { api_key: 'other' });
    const { status, headers } = await bind(scene, key);
    expect([status, headers['idempotency-replayed']]).toEqual([200, undefined]);
  });

  describe('while the first request is running', () => {
    const open = async (key: string): Promise<Sender> => {
      const path = `file/${scene.file}/chunks`;
      const sender = Sender.open(await test.app.getUrl(), path, { 'Idempotency-Key': key });
      await eventually(
        () => kept(key),
        (row) => row !== null,
      );
      return sender;
    };
    const line = (): string => JSON.stringify(chunkOf(scene.file, 1));
    const send = (key: string): Promise<Answer> =>
      test.api.call('POST', `file/${scene.file}/chunks`, {
        headers: { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key },
        body: line(),
      });

    it('refuses a second, in another process too, and gives it the answer later', async () => {
      const [key, twin] = [randomUUID(), await test.twin()];
      try {
        const sender = await open(key);
        for (const api of [test.api, twin.api]) {
          const { status, body, headers } = await chunks(scene, key, api);
          expect([status, body.code, headers['retry-after']]).toEqual([409, 'idempotency_key_in_use', '1']);
        }
        const first = await sender.end(line());
        const again = await send(key);
        expect([first.status, again.status]).toEqual([200, 200]);
        expect(again.body).toEqual(first.body);
      } finally {
        await twin.close();
      }
    });

    it('is free when that one breaks off', async () => {
      const key = randomUUID();
      (await open(key)).leave();
      await eventually(
        () => kept(key),
        (row) => row === null,
      );
      expect((await send(key)).status).toBe(200);
    });

    it('is free soon when its process has died, and the dead cannot change anything any more', async () => {
      const [key, before] = [randomUUID(), await changes()];
      const sender = await open(key);
      await test.dataSource.query('UPDATE idempotency_key SET claimed_until = now() WHERE key = $1', [key]);
      const second = await send(key);
      expect([second.status, second.headers['idempotency-replayed']]).toEqual([200, undefined]);
      const late = await sender.end(line());
      expect([late.status, late.body.code]).toEqual([409, 'idempotency_key_in_use']);
      expect(await changes()).toBe(before + 1);
      expect((await send(key)).text).toBe(second.text);
    });
  });

  it('is forgotten after 24 hours', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    const age = (key: string, hours: number): Promise<unknown> =>
      test.dataSource.query(
        'UPDATE idempotency_key SET created_at = now() - make_interval(hours => $2) WHERE key = $1',
        [key, hours],
      );
    for (const key of [old, young]) await bind(scene, key);
    await age(young, 23);
    await age(old, 25);
    expect((await bind(scene, young)).headers['idempotency-replayed']).toBe('true');
    expect((await unbind(scene, old)).status).toBe(200);
    await age(old, 25);
    await test.app.get(Attempts).sweep();
    expect([await kept(old), (await kept(young))?.key]).toEqual([null, young]);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('must be 1 to 255 visible ASCII characters: %j', async (key) => {
    const { status, body } = await bind(scene, key);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '#/Idempotency-Key' })]]);
  });

  it.each(['x', '"quoted"', '~'.repeat(255)])('may be %j', async (key) => {
    expect((await bind(scene, `${key}`)).status).toBe(200);
    expect((await bind(scene, `${key}`)).headers['idempotency-replayed']).toBe('true');
  });
});

/** A uuid that goes with a name. */
const uuidOf = (name: string): string => name.slice(-32);
