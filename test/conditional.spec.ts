import type { Answer } from './support/api-client.js';
import { manyFaces } from './support/bulk.js';
import { randomUuid } from './support/factory.js';
import { jpeg } from './support/images.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

/** Somebody with a face, an image and a history, and who has another face of the same file. */
interface Scene {
  cary: string;
  audrey: string;
  file: string;
}

describe('Conditional requests', () => {
  let test: TestApp;
  let scene: Scene;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    const { factory, api } = test;
    const [cary, audrey] = [await factory.identity({ name: 'Cary' }), await factory.identity()];
    const file = await factory.file();
    await factory.faces(file, [
      { frame_number: 1, trace_id: 1, identity_uuid: cary },
      { frame_number: 2, trace_id: 2, identity_uuid: audrey },
      { frame_number: 3, trace_id: 3 },
    ]);
    await factory.chunk(file);
    await api.upload(`identity/${cary}/profile-image`, await jpeg());
    scene = { cary, audrey, file };
  });

  const etagOf = async (uuid: string): Promise<string> =>
    (await test.api.get(`identity/${uuid}`)).headers.etag!;

  describe('of what is read', () => {
    const READS: [what: string, path: (scene: Scene) => string][] = [
      ['the identities', () => 'identities?page_size=5'],
      ['a search', () => 'identities/search?q=Cary'],
      ['an identity', ({ cary }) => `identity/${cary}`],
      ['an identity file', ({ cary }) => `identity/${cary}/json`],
      ['a profile image', ({ cary }) => `identity/${cary}/profile-image`],
      ['the files of an identity', ({ cary }) => `identity/${cary}/files`],
      ['its faces', ({ cary }) => `identity/${cary}/faces?page_size=1`],
      ['its chunks', ({ cary }) => `identity/${cary}/chunks`],
      ['its history', ({ cary }) => `identity/${cary}/history`],
      ['the files', () => 'files'],
      ['a file', ({ file }) => `file/${file}`],
      ['the identities of a file', ({ file }) => `file/${file}/identities`],
      ['its faces in all', ({ file }) => `file/${file}/faces`],
      ['its traces', ({ file }) => `file/${file}/traces`],
      ['its chunks in all', ({ file }) => `file/${file}/chunks?page=1`],
      ['the keys', () => 'auth/keys'],
    ];

    it.each(READS)('send nothing to whom has it: %s', async (_, path) => {
      const { status, headers } = await test.api.get(path(scene));
      expect([status, headers['cache-control']]).toEqual([200, 'private, no-cache']);
      const again = await test.api.get(path(scene), { 'If-None-Match': headers.etag! });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      expect(again.headers).toMatchObject({ etag: headers.etag, 'cache-control': 'private, no-cache' });
    });

    it.each([
      ['any', () => '*'],
      ['the weak form', (etag: string) => `W/${etag}`],
      ['one of a list', (etag: string) => `"a", W/"b,c" ,${etag}`],
    ])('look for %s', async (_, header) => {
      for (const path of [`identity/${scene.cary}`, 'identities', `identity/${scene.cary}/profile-image`]) {
        const { headers } = await test.api.get(path);
        const { status } = await test.api.get(path, { 'If-None-Match': header(headers.etag!) });
        expect([path, status]).toEqual([path, 304]);
      }
    });

    it.each(['"other"', '', 'no tag', '"open', '"a" "b"', ',,,', `${'"a",'.repeat(1000)}"`])(
      'send all to whom has something else: %s',
      async (header) => {
        const { status, body } = await test.api.get(`identity/${scene.cary}`, { 'If-None-Match': header });
        expect([status, body.name]).toEqual([200, 'Cary']);
      },
    );

    it('say to HEAD what they say to GET', async () => {
      const path = `identity/${scene.cary}`;
      const { headers } = await test.api.call('HEAD', path);
      expect(headers.etag).toBe(await etagOf(scene.cary));
      const known = { headers: { 'If-None-Match': headers.etag! } };
      expect((await test.api.call('HEAD', path, known)).status).toBe(304);
    });

    it('are answered alike by every process', async () => {
      const twin = await test.twin();
      try {
        for (const path of [`identity/${scene.cary}`, `identity/${scene.cary}/profile-image`, 'identities']) {
          const { headers } = await test.api.get(path);
          const { status } = await twin.api.get(path, { 'If-None-Match': headers.etag! });
          expect([path, status]).toEqual([path, 304]);
        }
      } finally {
        await twin.close();
      }
    });

    it('have no tag where the list is too long to be sent at once', async () => {
      await manyFaces(test.dataSource, await test.factory.file(), scene.cary, 1001);
      const path = `identity/${scene.cary}/faces`;
      expect((await test.api.get(path)).headers.etag).toBeUndefined();
      expect((await test.api.get(`${path}?page=1`)).headers.etag).toBeDefined();
    });
  });

  describe('of what is changed', () => {
    type Change = (scene: Scene, headers?: Record<string, string>) => Promise<Answer>;

    const upload: Change = ({ cary }, headers) =>
      test.api.post(
        'identity/upload',
        { identity_uuid: cary, name: 'Cary', metadata: { at: Math.random() } },
        headers,
      );
    const bind: Change = ({ cary, file }, headers) =>
      test.api.post(`identity/${cary}/bind`, { file_uuid: file, trace_id: 3 }, headers);
    const unbind: Change = ({ cary, file }, headers) =>
      test.api.post(`identity/${cary}/unbind`, { file_uuid: file, trace_id: 1 }, headers);
    const image: Change = async ({ cary }, headers) =>
      test.api.upload(`identity/${cary}/profile-image`, await jpeg(), {}, headers);
    const remove: Change = ({ cary }, headers) => test.api.delete(`identity/${cary}`, headers);

    const KEEPING: [name: string, change: Change][] = [
      ['an upload', upload],
      ['a bind', bind],
      ['an unbind', unbind],
      ['a profile image', image],
    ];
    const ALL: [name: string, change: Change][] = [...KEEPING, ['a deletion', remove]];

    const fieldsOf = async ({ cary, file }: Scene): Promise<unknown[]> => [
      (await test.api.get(`identity/${cary}/json`)).body,
      (await test.api.get(`identity/${cary}/profile-image`)).headers.etag,
      (await test.api.get(`file/${file}/faces`)).body,
      (await test.api.get(`identity/${cary}/history`)).body,
    ];

    it.each(KEEPING)('%s answers the new tag', async (_, change) => {
      const before = await etagOf(scene.cary);
      const { status, headers } = await change(scene);
      expect([status, headers.etag]).toEqual([200, await etagOf(scene.cary)]);
      expect(headers.etag).not.toBe(before);
    });

    it.each(ALL)('%s is made where the identity is still the same', async (_, change) => {
      const { status } = await change(scene, { 'If-Match': `"other", ${await etagOf(scene.cary)}` });
      expect(status).toBe(200);
    });

    it.each(ALL)('%s is not made where somebody else was first', async (_, change) => {
      const stale = await etagOf(scene.cary);
      await upload(scene);
      const before = await fieldsOf(scene);
      const { status, body } = await change(scene, { 'If-Match': stale });
      expect([status, body.code]).toEqual([412, 'precondition_failed']);
      expect(await fieldsOf(scene)).toEqual(before);
    });

    it.each(ALL)('%s is not made for a weak tag', async (_, change) => {
      const { status } = await change(scene, { 'If-Match': `W/${await etagOf(scene.cary)}` });
      expect(status).toBe(412);
    });

    it.each(ALL)('%s is made for any that is there', async (_, change) => {
      expect((await change(scene, { 'If-Match': '*' })).status).toBe(200);
    });

    it.each(ALL)('%s is refused where the header is no list of tags', async (_, change) => {
      const before = await fieldsOf(scene);
      const { status, body } = await change(scene, { 'If-Match': 'no tag' });
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '#/If-Match' })]]);
      expect(await fieldsOf(scene)).toEqual(before);
    });

    it.each(ALL)('%s is made only once, of many at once that saw the same', async (_, change) => {
      const headers = { 'If-Match': await etagOf(scene.cary) };
      const answers = await Promise.all(Array.from({ length: 6 }, () => change(scene, headers)));
      const statuses = answers.map(({ status }) => status);
      // Who comes after a deletion finds nobody.
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412 || status === 404)).toHaveLength(5);
    });

    it('two binds at once: exactly one wins', async () => {
      const headers = { 'If-Match': await etagOf(scene.cary) };
      const bindTrace = (trace_id: number): Promise<Answer> =>
        test.api.post(`identity/${scene.cary}/bind`, { file_uuid: scene.file, trace_id }, headers);
      const answers = await Promise.all([bindTrace(2), bindTrace(3)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      const { body } = await test.api.get(`identity/${scene.cary}/faces`);
      expect(body.count).toBe(2);
    });

    it.each([
      [
        'who loses faces by a bind',
        ({ audrey, file }: Scene) =>
          test.api.post(`identity/${audrey}/bind`, { file_uuid: file, trace_id: 1 }),
      ],
      [
        'who loses faces by an ingest',
        ({ file }: Scene) =>
          test.api.post(`file/${file}/faces`, [
            {
              face_id: '1_0',
              frame_number: 1,
              confidence: 0.1,
              bbox: { x: 900, y: 900, width: 9, height: 9 },
            },
            {
              face_id: '1_9',
              frame_number: 1,
              confidence: 0.2,
              bbox: { x: 10, y: 20, width: 30, height: 40 },
            },
          ]),
      ],
      ['whose file is deleted', ({ file }: Scene) => test.api.delete(`file/${file}`)],
    ])('the tag changes of %s', async (_, change) => {
      const before = await etagOf(scene.cary);
      expect((await change(scene)).status).toBe(200);
      expect(await etagOf(scene.cary)).not.toBe(before);
    });

    it('the tag stays where nothing changes', async () => {
      const { body } = await test.api.get(`identity/${scene.cary}/json`);
      const before = await etagOf(scene.cary);
      const bound = { file_uuid: scene.file, trace_id: 1 };
      expect((await test.api.post('identity/upload', body)).headers.etag).toBe(before);
      expect((await test.api.post(`identity/${scene.cary}/bind`, bound)).headers.etag).toBe(before);
      expect(await etagOf(scene.cary)).toBe(before);
    });

    it('the tag never comes again, not even for one that is deleted and made anew', async () => {
      const { body } = await test.api.get(`identity/${scene.cary}/json`);
      const before = await etagOf(scene.cary);
      await remove(scene);
      await test.api.post('identity/upload', body);
      expect(await etagOf(scene.cary)).not.toBe(before);
    });

    it('the tag of the identity file is that of the identity', async () => {
      const { headers } = await test.api.get(`identity/${scene.cary}/json`);
      expect((await bind(scene, { 'If-Match': headers.etag! })).status).toBe(200);
    });

    it('an upload may insist that it creates somebody', async () => {
      const only = { 'If-None-Match': '*' };
      const file = { identity_uuid: randomUuid(), name: `Stanley ${randomUuid()}` };
      const answers = await Promise.all([1, 2, 3].map(() => test.api.post('identity/upload', file, only)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    });

    it.each(['*', '"other"'])(
      'an upload of somebody new is refused where %s must be there',
      async (header) => {
        const file = { identity_uuid: randomUuid(), name: `Stanley ${randomUuid()}` };
        const { status } = await test.api.post('identity/upload', file, { 'If-Match': header });
        expect(status).toBe(412);
        expect((await test.api.get(`identity/${file.identity_uuid}`)).status).toBe(404);
      },
    );

    it('an upload that leads to who bears the name looks at that one', async () => {
      const name = `Stanley ${randomUuid()}`;
      const bearer = await test.factory.identity({ name });
      const file = { identity_uuid: randomUuid(), name };
      expect((await test.api.post('identity/upload', file, { 'If-Match': '"other"' })).status).toBe(412);
      const headers = { 'If-Match': await etagOf(bearer) };
      const { status, body } = await test.api.post('identity/upload', file, headers);
      expect([status, body.identity_uuid]).toEqual([200, bearer]);
    });

    it('of nobody is a 404 as ever', async () => {
      const nobody = { ...scene, cary: randomUuid() };
      for (const change of [bind, unbind, image, remove]) {
        expect((await change(nobody, { 'If-Match': '*' })).status).toBe(404);
      }
    });
  });

  describe('of what heeds no condition', () => {
    type Call = (scene: Scene, headers: Record<string, string>) => Promise<Answer>;

    const face = {
      face_id: '9_0',
      frame_number: 9,
      confidence: 0.9,
      bbox: { x: 9, y: 9, width: 9, height: 9 },
    };
    const chunk = { chunk_id: 'said', start_time: 1, end_time: 2, text: 'Look, the sea.' };
    const CHANGES: [what: string, change: Call][] = [
      ['the name of a file', ({ file }, headers) => test.api.put(`file/${file}`, { name: 'New' }, headers)],
      ['a new file', (_, headers) => test.api.put(`file/${randomUuid()}`, { name: 'New' }, headers)],
      ['a deleted file', ({ file }, headers) => test.api.delete(`file/${file}`, headers)],
      ['faces', ({ file }, headers) => test.api.post(`file/${file}/faces`, [face], headers)],
      ['chunks', ({ file }, headers) => test.api.post(`file/${file}/chunks`, [chunk], headers)],
      ['a new key', (_, headers) => test.api.post('auth/keys', { name: 'new', scopes: ['ingest'] }, headers)],
      ['a rotated key', (_, headers) => test.api.call('POST', 'auth/keys/reader/rotate', { headers })],
      ['a revoked key', (_, headers) => test.api.delete('auth/keys/reader', headers)],
    ];

    const all = ({ file }: Scene): Promise<unknown[]> =>
      Promise.all(
        ['files', `file/${file}/faces`, `file/${file}/chunks`, 'auth/keys'].map(
          async (path) => (await test.api.get(path)).body as unknown,
        ),
      );

    beforeAll(() => test.api.post('auth/keys', { name: 'reader', scopes: ['identity:read'] }));

    it.each(CHANGES)('nothing becomes of %s', async (_, change) => {
      const before = await all(scene);
      for (const header of ['If-Match', 'If-None-Match']) {
        for (const value of ['*', '"other"', 'no tag']) {
          const { status, body } = await change(scene, { [header]: value });
          expect([status, body.code]).toEqual([400, 'invalid_request']);
          expect(body.errors).toEqual([
            { pointer: `#/${header}`, detail: expect.stringContaining(`this route heeds no ${header}`) },
          ]);
        }
      }
      expect(await all(scene)).toEqual(before);
    });

    it('a stranger is told nothing of it', async () => {
      const path = `file/${scene.file}`;
      const headers = { 'If-Match': '*', 'X-API-Key': 'wrong' };
      expect((await test.api.delete(path, headers)).status).toBe(401);
    });

    it('a login, which changes nothing that has a tag, is left alone', async () => {
      const { status } = await test.api.post('auth/login', { api_key: TEST_KEY }, { 'If-Match': '*' });
      expect(status).toBe(200);
    });
  });
});
