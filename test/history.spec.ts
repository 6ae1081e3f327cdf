import { createHash } from 'node:crypto';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { jpeg } from './support/images.js';
import { importInto, Inbox } from './support/imports.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** A change as it goes out; tests look into it freely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Row = Record<string, any>;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('GET /api/v1/identity/:identity_uuid/history', () => {
  let test: TestApp;
  let cary: string;
  let audrey: string;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    file = await test.factory.file({ name: 'Charade' });
    cary = await test.factory.identity({ name: `Cary ${randomUuid()}` });
    audrey = await test.factory.identity();
  });

  const read = (uuid: string, query = ''): Promise<Answer> =>
    test.api.get(`identity/${uuid}/history${query}`);
  const history = async (uuid: string): Promise<Row[]> => (await read(uuid)).body.data as Row[];
  const upload = (file: object): Promise<Answer> => test.api.post('identity/upload', file);
  const bind = (uuid: string, named: object, headers = {}): Promise<Answer> =>
    test.api.post(`identity/${uuid}/bind`, { file_uuid: file, ...named }, headers);
  /** What is kept of the newest change for undoing it. */
  const newest = async (): Promise<Row> => {
    const [row] = await test.dataSource.query<[Row]>('SELECT * FROM change ORDER BY id DESC LIMIT 1');
    return row;
  };

  it('says when, by which key and request, and what', async () => {
    const identity_uuid = randomUuid();
    const name = `Stanley ${identity_uuid}`;
    const headers = { 'X-Request-Id': 'request-4711' };
    await test.api.post('identity/upload', { identity_uuid, name, tmdb_id: 7 }, headers);
    const { status, body } = await read(identity_uuid);
    expect(status).toBe(200);
    expect(body).toMatchObject({ identity_uuid, count: 1, page: 1, page_size: 20, next_cursor: null });
    const [change] = body.data as Row[];
    expect(change).toEqual({
      change_id: expect.any(Number),
      changed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      kind: 'identity_created',
      api_key: 'root',
      request_id: 'request-4711',
      file_uuid: null,
      before: null,
      after: {
        ...{ name, tmdb_id: 7, identity_type: null, source: '.json', status: 'confirmed' },
        ...{ tmdb_profile: null, metadata: {} },
      },
      bindings: [],
    });
    expect(Math.abs(Date.parse(change!.changed_at as string) - Date.now())).toBeLessThan(60_000);
  });

  it.each(['', 'x'.repeat(129), 'a b', '<script>'])('makes a request id where %j is none', async (given) => {
    await upload({ identity_uuid: cary, name: `Cary ${randomUuid()}` });
    await test.api.post(
      'identity/upload',
      { identity_uuid: cary, name: `Cary ${randomUuid()}` },
      { 'X-Request-Id': given },
    );
    expect((await history(cary))[0]!.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows of an upload the fields that it changed, with both their values', async () => {
    const before = await test.api.get(`identity/${cary}`);
    await upload({ identity_uuid: cary, name: before.body.name, tmdb_id: 112, metadata: { role: 'Peter' } });
    expect(await history(cary)).toMatchObject([
      {
        kind: 'identity_updated',
        before: { tmdb_id: null, metadata: {} },
        after: { tmdb_id: 112, metadata: { role: 'Peter' } },
      },
    ]);
    expect(Object.keys((await history(cary))[0]!.before as object)).toEqual(['tmdb_id', 'metadata']);
  });

  it('shows that another uuid leads to the identity', async () => {
    const { body } = await test.api.get(`identity/${cary}`);
    const alias_uuid = randomUuid();
    await upload({ identity_uuid: alias_uuid, name: body.name });
    expect(await history(alias_uuid)).toMatchObject([
      { kind: 'identity_updated', before: { alias_uuid: null }, after: { alias_uuid } },
    ]);
  });

  it('shows a bind to everybody concerned', async () => {
    await test.factory.faces(file, [
      { frame_number: 1, trace_id: 5, identity_uuid: audrey },
      { frame_number: 2, trace_id: 5 },
      { frame_number: 3, trace_id: 5, identity_uuid: cary },
    ]);
    await bind(cary, { face_id: '1_0' });
    const [change, ...others] = await history(cary);
    expect(change).toMatchObject({
      kind: 'faces_bound',
      file_uuid: file,
      before: null,
      after: { identity_uuid: cary, face_id: '1_0', trace_id: 5 },
    });
    expect(change!.bindings).toHaveLength(2);
    expect(change!.bindings).toEqual(
      expect.arrayContaining([
        { file_uuid: file, identity_uuid: audrey, provenance: 'manual', face_count: 1 },
        { file_uuid: file, identity_uuid: null, provenance: null, face_count: 1 },
      ]),
    );
    expect(others).toEqual([]);
    expect(await history(audrey)).toEqual([change]);
  });

  it('keeps of a bind whose each detection was, by whose word, and how sure that was', async () => {
    await test.factory.faces(file, [
      { frame_number: 1, trace_id: 5, identity_uuid: cary, provenance: 'auto', binding_confidence: 0.5 },
      { frame_number: 2, trace_id: 5, identity_uuid: cary, provenance: 'auto' },
      { frame_number: 10, trace_id: 5, identity_uuid: audrey },
    ]);
    const { body } = await bind(cary, { trace_id: 5 });
    expect(body.data.rows_affected).toBe(1);
    const { bindings } = await newest();
    expect(bindings).toHaveLength(2);
    expect(bindings).toEqual(
      expect.arrayContaining([
        {
          ...{ file_uuid: file, identity_uuid: cary, provenance: 'auto' },
          ...{ face_ids: ['1_0', '2_0'], binding_confidences: [0.5, null] },
        },
        {
          ...{ file_uuid: file, identity_uuid: audrey, provenance: 'manual' },
          ...{ face_ids: ['10_0'], binding_confidences: null },
        },
      ]),
    );
  });

  it('shows an unbind', async () => {
    await test.factory.faces(file, [{ frame_number: 1, trace_id: 5, identity_uuid: cary }]);
    await test.api.post(`identity/${cary}/unbind`, { file_uuid: file, face_id: '1_0' });
    expect(await history(cary)).toMatchObject([
      {
        kind: 'faces_unbound',
        after: { identity_uuid: null, face_id: '1_0', trace_id: 5 },
        bindings: [{ identity_uuid: cary, face_count: 1 }],
      },
    ]);
  });

  it('shows a profile image by its hash', async () => {
    const [first, second] = [await jpeg(), await jpeg()];
    for (const bytes of [first, second]) await test.api.upload(`identity/${cary}/profile-image`, bytes);
    expect(await history(cary)).toMatchObject([
      {
        kind: 'profile_image_replaced',
        before: { image_sha256: sha256(first) },
        after: { image_sha256: sha256(second) },
      },
      { before: { image_type: null, image_sha256: null }, after: { image_type: 'jpg' } },
    ]);
  });

  it('stays when the identity is deleted, with all that it was', async () => {
    const alias = randomUuid();
    const { body } = await test.api.get(`identity/${cary}`);
    await upload({ identity_uuid: alias, name: body.name, metadata: { role: 'Peter' } });
    await test.factory.faces(file, [
      { frame_number: 1, identity_uuid: cary },
      { frame_number: 2, identity_uuid: cary },
    ]);
    await test.api.delete(`identity/${cary}`);
    const [deletion, ...others] = await history(cary);
    expect(deletion).toMatchObject({
      kind: 'identity_deleted',
      before: { name: body.name, metadata: { role: 'Peter' }, created_at: body.created_at, aliases: [alias] },
      after: null,
      bindings: [{ file_uuid: file, identity_uuid: cary, provenance: 'manual', face_count: 2 }],
    });
    expect(others).toMatchObject([{ kind: 'identity_updated' }]);
    expect((await newest()).bindings).toMatchObject([{ face_ids: ['1_0', '2_0'] }]);
  });

  it('shows what an ingest took away', async () => {
    await test.factory.faces(file, [
      { frame_number: 1, identity_uuid: cary, provenance: 'auto', binding_confidence: 0.7 },
      { frame_number: 2, identity_uuid: audrey },
    ]);
    await test.api.post(`file/${file}/faces?complete=true`, []);
    expect(await history(cary)).toMatchObject([
      {
        kind: 'faces_ingested',
        file_uuid: file,
        after: { inserted: 0, updated: 0, deleted: 1 },
        bindings: [{ identity_uuid: cary, provenance: 'auto', face_count: 1 }],
      },
    ]);
    expect((await newest()).bindings).toMatchObject([{ face_ids: ['1_0'], binding_confidences: [0.7] }]);
  });

  it('shows that a file went', async () => {
    await test.factory.faces(file, [{ frame_number: 1, identity_uuid: cary }]);
    await test.api.delete(`file/${file}`);
    expect(await history(cary)).toMatchObject([
      {
        kind: 'file_deleted',
        file_uuid: file,
        before: { name: 'Charade', fps: 24 },
        bindings: [{ identity_uuid: cary, face_count: 1 }],
      },
    ]);
  });

  it('is written for files and chunks too', async () => {
    const uuid = randomUuid();
    const kinds = async (): Promise<unknown> =>
      test.dataSource.query('SELECT kind, before, after FROM change WHERE file_uuid = $1 ORDER BY id', [
        uuid,
      ]);
    await test.api.put(`file/${uuid}`, { name: 'A' });
    await test.api.put(`file/${uuid}`, { name: 'B' });
    await test.api.put(`file/${uuid}`, { name: 'B' });
    const chunk = { chunk_id: `${uuid}_0`, start_time: 1, end_time: 2, text: 'Olá!', fps: 24 };
    for (let time = 0; time < 2; time++) await test.api.post(`file/${uuid}/chunks`, [chunk]);
    expect(await kinds()).toEqual([
      { kind: 'file_created', before: null, after: { name: 'A' } },
      { kind: 'file_updated', before: { name: 'A' }, after: { name: 'B' } },
      { kind: 'chunks_ingested', before: null, after: { inserted: 1, updated: 0, deleted: 0 } },
    ]);
  });

  it('shows what npm run import did, one change a file', async () => {
    const inbox = await Inbox.create();
    try {
      const identity_uuid = randomUuid();
      const faces = { x: 1, y: 2, width: 3, height: 4, confidence: 0.9, trace_id: 1 };
      const film = randomUuid();
      await inbox.put(`${film}.face.json`, {
        fps: 24,
        frames: { 1: { faces: [faces] }, 2: { faces: [faces] } },
      });
      const file_bindings = [{ file_uuid: film, trace_ids: [1], face_count: 2 }];
      await inbox.put('a/identity.json', { version: 1, identity_uuid, name: 'Stanley', file_bindings });
      for (let time = 0; time < 2; time++) await importInto(test, inbox.folder);
      expect(await history(identity_uuid)).toMatchObject([
        {
          ...{ kind: 'faces_bound', api_key: 'import', request_id: null, file_uuid: film },
          bindings: [{ identity_uuid: null, provenance: null, face_count: 2 }],
        },
        { kind: 'identity_created', api_key: 'import', after: { name: 'Stanley' } },
      ]);
      const ofFilm = await test.dataSource.query<Row[]>(
        'SELECT kind, after FROM change WHERE file_uuid = $1 ORDER BY id',
        [film],
      );
      expect(ofFilm.map(({ kind }) => kind as string)).toEqual(['faces_ingested', 'faces_bound']);
      expect(ofFilm[0]).toMatchObject({ after: { inserted: 2 } });
    } finally {
      await inbox.remove();
    }
  });

  it('has nothing of what changed nothing, or was refused', async () => {
    await test.factory.faces(file, [{ frame_number: 1, trace_id: 5, identity_uuid: cary }]);
    const { body } = await test.api.get(`identity/${cary}/json`);
    await upload(body as object);
    await bind(cary, { trace_id: 5 });
    await bind(cary, { trace_id: 6 });
    await bind(cary, { trace_id: 5 }, { 'If-Match': '"other"' });
    await test.api.post(`identity/${audrey}/unbind`, { file_uuid: file, trace_id: 5 });
    expect(await history(cary)).toEqual([]);
    expect(await history(audrey)).toEqual([]);
  });

  it('pages, newest first, by number and by cursor', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `Cary ${index} ${cary}`);
    for (const name of names) await upload({ identity_uuid: cary, name });
    const namesOf = ({ body }: Answer): unknown[] =>
      (body.data as Row[]).map(({ after }) => (after as Row).name as unknown);
    const newestFirst = names.toReversed();
    const first = await read(cary, '?page_size=2');
    expect([first.body.count, namesOf(first)]).toEqual([5, newestFirst.slice(0, 2)]);
    const second = await read(cary, `?page_size=2&cursor=${first.body.next_cursor as string}`);
    expect(namesOf(second)).toEqual(newestFirst.slice(2, 4));
    const last = await read(cary, '?page_size=2&page=3');
    expect([namesOf(last), last.body.next_cursor]).toEqual([newestFirst.slice(4), null]);
  });

  it.each(['?cursor=x', '?page=0', '?page_size=201', '?other=1'])('refuses %s', async (query) => {
    expect((await read(cary, query)).status).toBe(400);
  });

  it('has each of many changes at once exactly once', async () => {
    await test.factory.faces(
      file,
      Array.from({ length: 8 }, (_, index) => ({ frame_number: index, trace_id: index })),
    );
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => bind(cary, { trace_id: index % 8 })),
    );
    const moved = answers.filter(({ body }) => body.data.rows_affected === 1);
    expect(moved).toHaveLength(8);
    const traces = (await history(cary)).map(({ after }) => (after as Row).trace_id as number);
    expect(traces.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is a 404 of who never was', async () => {
    const { status, body } = await read(randomUuid());
    expect([status, body.code]).toEqual([404, 'identity_not_found']);
  });

  it('needs a key', async () => {
    const { status } = await test.api.get(`identity/${cary}/history`, { 'X-API-Key': 'wrong' });
    expect(status).toBe(401);
  });
});
