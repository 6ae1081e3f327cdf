import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const FILM = { name: 'Charade (1963).mp4', fps: 23.976, duration: 6785.5, frame_count: 162678 };
const PICTURE = { width: 1920, height: 1080 };
const EMPTY = { fps: null, duration: null, frame_count: null, width: null, height: null };
const NOTHING_FOUND = { face_count: 0, trace_count: 0, chunk_count: 0, identity_count: 0 };

describe('a file', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const put = (uuid: string, body: unknown): Promise<Answer> => test.api.put(`file/${uuid}`, body);
  /** What is known of a file, or that there is none: which is a problem with an id of its own each time. */
  const get = async (uuid: string): Promise<Record<string, unknown>> => {
    const { request_id: _, ...body } = (await test.api.get(`file/${uuid}`)).body as Record<string, unknown>;
    return body;
  };

  describe('GET /api/v1/file/:file_uuid', () => {
    it('shows what is known of the file, and how much was found in it', async () => {
      const file_uuid = await test.factory.file({ ...FILM, ...PICTURE });
      const [cary, audrey] = [await test.factory.identity(), await test.factory.identity()];
      await test.factory.faces(file_uuid, [
        { frame_number: 1, trace_id: 1, identity_uuid: cary },
        { frame_number: 2, trace_id: 1, identity_uuid: cary },
        { frame_number: 2, face_id: '2_1', trace_id: 2, identity_uuid: audrey },
        { frame_number: 3, trace_id: 3 },
      ]);
      await test.factory.chunk(file_uuid);
      const { status, body } = await test.api.get(`file/${file_uuid}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        success: true,
        file_uuid,
        ...FILM,
        ...PICTURE,
        ...{ face_count: 4, trace_count: 3, chunk_count: 1, identity_count: 2 },
        created_at: expect.stringMatching(TIME),
        updated_at: null,
      });
    });

    it('takes the uuid in any spelling', async () => {
      const file_uuid = await test.factory.file();
      const spelled = file_uuid.toUpperCase().replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      expect(await get(spelled)).toMatchObject({ file_uuid });
    });

    it('is a 404 where there is no such file', async () => {
      const { status, body } = await test.api.get(`file/${randomUuid()}`);
      expect([status, body.code]).toEqual([404, 'file_not_found']);
    });

    it('is a 400 where the path names no uuid, and with a parameter', async () => {
      const answer = await test.api.get('file/charade');
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '#/file_uuid']);
      const { status, body } = await test.api.get(`file/${await test.factory.file()}?page=1`);
      expect([status, body.errors[0].pointer]).toEqual([400, '#/page']);
    });
  });

  it.each(['GET', 'PUT', 'DELETE'])('is a 401 without a key: %s', async (method) => {
    const path = `file/${await test.factory.file()}`;
    const { status, body } = await test.api.call(method, path, { headers: { 'X-API-Key': '' } });
    expect([status, body.code]).toEqual([401, 'unauthorized']);
  });

  describe('PUT /api/v1/file/:file_uuid', () => {
    it('creates a file and answers what GET does', async () => {
      const file_uuid = randomUuid();
      const { status, body } = await put(file_uuid, { ...FILM, ...PICTURE });
      expect(status).toBe(200);
      expect(body).toEqual({
        success: true,
        file_uuid,
        ...FILM,
        ...PICTURE,
        ...NOTHING_FOUND,
        created_at: expect.stringMatching(TIME),
        updated_at: null,
      });
      expect(await get(file_uuid)).toEqual(body);
    });

    it('creates a file of which nothing is known but its name', async () => {
      const { status, body } = await put(randomUuid(), { name: 'film.mp4' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'film.mp4', ...EMPTY, updated_at: null });
    });

    it('takes null for what is not known of a new file', async () => {
      const { status, body } = await put(randomUuid(), { name: 'film.mp4', ...EMPTY });
      expect(status).toBe(200);
      expect(body).toMatchObject(EMPTY);
    });

    it.each([{}, { fps: 24 }])('wants a name for a new file: %j', async (given) => {
      const file_uuid = randomUuid();
      const { status, body } = await put(file_uuid, given);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
      expect(body.errors).toEqual([{ pointer: '#/name', detail: 'is needed: the file is new' }]);
      expect((await test.api.get(`file/${file_uuid}`)).status).toBe(404);
    });

    it('keeps what is left out, and clears what is null', async () => {
      const file_uuid = await test.factory.file({ ...FILM, ...PICTURE });
      const { status, body } = await put(file_uuid, { duration: null, width: 1280, height: 720 });
      expect(status).toBe(200);
      expect(body).toMatchObject({ ...FILM, duration: null, width: 1280, height: 720 });
      expect((await put(file_uuid, EMPTY)).body).toMatchObject({ name: FILM.name, ...EMPTY });
    });

    it('moves updated_at when something changes', async () => {
      const file_uuid = await test.factory.file(FILM);
      const { body } = await put(file_uuid, { fps: 25 });
      expect(body.updated_at).toMatch(TIME);
      expect(await get(file_uuid)).toEqual(body);
    });

    it.each([{}, FILM, { name: FILM.name }, { ...FILM, width: null }])(
      'leaves updated_at alone where nothing changes: %j',
      async (given) => {
        const file_uuid = await test.factory.file(FILM);
        const before = await get(file_uuid);
        const { status, body } = await put(file_uuid, given);
        expect([status, body.updated_at]).toEqual([200, null]);
        expect(body).toEqual(before);
      },
    );

    it('leaves alone what was found in the file, and when it was created', async () => {
      const created_at = new Date('2026-05-16T12:00:00Z');
      const file_uuid = await test.factory.file({ ...FILM, created_at });
      await test.factory.faces(file_uuid, [{ identity_uuid: await test.factory.identity(), trace_id: 1 }]);
      await test.factory.chunk(file_uuid);
      const { body } = await put(file_uuid, { name: 'Charade.mp4', fps: null });
      expect(body).toMatchObject({ face_count: 1, trace_count: 1, chunk_count: 1, identity_count: 1 });
      expect(body.created_at).toBe('2026-05-16T12:00:00Z');
    });

    it('takes the uuid in any spelling', async () => {
      const file_uuid = 'A'.repeat(32);
      const { body } = await put('AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA', { name: 'film.mp4' });
      expect(body.file_uuid).toBe(file_uuid.toLowerCase());
      expect((await put(file_uuid, { name: 'film.mp4' })).body).toEqual(body);
    });

    it('renames it where an identity appears', async () => {
      const [file_uuid, cary] = [await test.factory.file(), await test.factory.identity()];
      await test.factory.faces(file_uuid, [{ identity_uuid: cary }]);
      await put(file_uuid, { name: 'Notorious (1946).mkv' });
      const { body } = await test.api.get(`identity/${cary}/files`);
      expect(body.data).toMatchObject([{ file_uuid, file_name: 'Notorious (1946).mkv' }]);
    });

    it.each([
      ['a name of 500 characters', { name: '🎞'.repeat(500) }],
      ['a name with anything in it', { name: `../a\\b "c" 'd' %00 \u202e\u0001` }],
      [
        'the least of everything',
        { name: 'x', fps: 0.001, duration: 0, frame_count: 0, width: 1, height: 1 },
      ],
      [
        'the most of everything',
        {
          ...{ name: 'x', fps: 1000, duration: 1e9, frame_count: 2 ** 31 - 1 },
          ...{ width: 2 ** 31 - 1, height: 2 ** 31 - 1 },
        },
      ],
      ['every digit of a number', { name: 'x', fps: 24000 / 1001, duration: 0.1 + 0.2 }],
    ])('keeps %s', async (_, given) => {
      const { status, body } = await put(randomUuid(), given);
      expect(status).toBe(200);
      expect(body).toMatchObject(given);
      expect((await put(body.file_uuid as string, given)).body).toEqual(body);
    });

    it.each([
      ['name', null],
      ['name', ''],
      ['name', ' \t\u3000'],
      ['name', 'x'.repeat(501)],
      ['name', 'a\0b'],
      ['name', '\ud800'],
      ['name', 5],
      ['name', ['film.mp4']],
      ['fps', 0],
      ['fps', 1e-300],
      ['fps', -0],
      ['fps', -24],
      ['fps', 1000.001],
      ['fps', '24'],
      ['fps', true],
      ['fps', [24]],
      ['fps', {}],
      ['duration', -0.1],
      ['duration', 1_000_000_000.1],
      ['duration', '60'],
      ['frame_count', -1],
      ['frame_count', 1.5],
      ['frame_count', 2 ** 31],
      ['frame_count', '1'],
      ['width', 0],
      ['width', 2 ** 31],
      ['height', 0],
      ['height', 1e300],
      ['face_count', 1],
      ['file_uuid', randomUuid()],
      ['updated_at', null],
      ['Name', 'film.mp4'],
    ])('refuses %s %j, and changes nothing', async (field, value) => {
      for (const file_uuid of [randomUuid(), await test.factory.file(FILM)]) {
        const before = await get(file_uuid);
        const { status, body } = await put(file_uuid, { name: 'other.mp4', [field]: value });
        expect([status, body.code]).toEqual([400, 'invalid_request']);
        expect(body.errors).toEqual([{ pointer: `#/${field}`, detail: expect.any(String) }]);
        expect(await get(file_uuid)).toEqual(before);
      }
    });

    it.each(['1e400', '-1e400', 'NaN', '1e-400'])('refuses fps %s', async (number) => {
      const { status } = await put(randomUuid(), `{"name":"film.mp4","fps":${number}}`);
      expect(status).toBe(400);
    });

    it('names every faulty field at once', async () => {
      const faulty = { name: '', fps: 0, duration: -1, frame_count: -1, width: 0, height: 0, colour: 'red' };
      const { body } = await put(randomUuid(), faulty);
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
        Object.keys(faulty)
          .map((field) => `#/${field}`)
          .sort(),
      );
    });

    it('is a 400 where the path names no uuid, and with a parameter', async () => {
      const answer = await put('charade', { name: 'film.mp4' });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '#/file_uuid']);
      const { status, body } = await put(`${randomUuid()}?force=1`, { name: 'film.mp4' });
      expect([status, body.errors[0].pointer]).toEqual([400, '#/force']);
    });

    it('refuses what is no JSON, no object, nothing, no application/json and over a mebibyte', async () => {
      const path = `file/${await test.factory.file()}`;
      const codes = [
        (await test.api.put(path, '{')).body.code,
        (await test.api.put(path, '[]')).body.code,
        (await test.api.put(path, '')).body.code,
        (await test.api.call('PUT', path, { headers: { 'Content-Type': 'text/plain' }, body: '{}' })).body
          .code,
        (await test.api.put(path, { name: 'x'.repeat(1024 * 1024) })).body.code,
      ];
      expect(codes).toEqual([
        'malformed_json',
        'invalid_request',
        'invalid_request',
        'unsupported_media_type',
        'body_too_large',
      ]);
    });

    it('succeeds for all who put one new file at once', async () => {
      for (let round = 0; round < 10; round++) {
        const file_uuid = randomUuid();
        const fields = Object.entries({ ...FILM, ...PICTURE });
        const answers = await Promise.all(
          fields.map(([field, value]) => put(file_uuid, { name: FILM.name, [field]: value })),
        );
        expect(answers.map(({ status }) => status)).toEqual(fields.map(() => 200));
        expect(await get(file_uuid)).toMatchObject({ ...FILM, ...PICTURE });
      }
    });
  });
});
