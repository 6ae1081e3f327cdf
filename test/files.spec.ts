import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Row {
  file_uuid: string;
  name: string;
}

/** In the order of the list: by folded name; equal ones by uuid. */
const NAMES = ['12 Angry Men', 'álbum', 'Album 2', 'Charade', 'Charade', 'notorious', 'Ödipussi', '東京物語'];
const UUIDS = ['f', '0', '1', '2', '3', 'e', '4', '5'].map((digit) => digit.repeat(32));

describe('GET /api/v1/files', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    for (const index of [4, 0, 7, 2, 6, 3, 1, 5]) {
      await test.factory.file({ file_uuid: UUIDS[index], name: NAMES[index] });
    }
    await test.factory.faces(UUIDS[0]!, [
      { frame_number: 1, trace_id: 0, identity_uuid: await test.factory.identity() },
      { frame_number: 2, trace_id: 1, identity_uuid: await test.factory.identity() },
      { frame_number: 3, trace_id: 1 },
    ]);
    await test.factory.chunk(UUIDS[0]!);
  });
  afterAll(() => test.close());

  const uuidsOf = (body: { files: Row[] }): string[] => body.files.map(({ file_uuid }) => file_uuid);

  it('shows all files, by name whatever its case and diacritics, then by uuid', async () => {
    const { status, body } = await test.api.get('files');
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, count: 8, page: 1, page_size: 20, next_cursor: null });
    expect(uuidsOf(body as { files: Row[] })).toEqual(UUIDS);
  });

  it('shows of each file what GET /file/:file_uuid does', async () => {
    const { body } = await test.api.get('files');
    for (const row of body.files as Row[]) {
      expect((await test.api.get(`file/${row.file_uuid}`)).body).toEqual({ success: true, ...row });
    }
    const counts = { face_count: 3, trace_count: 2, chunk_count: 1, identity_count: 2 };
    expect(body.files[0]).toMatchObject({ name: '12 Angry Men', ...counts });
  });

  it.each([1, 3, 8])('shows each once, by number, %i to a page', async (size) => {
    const seen: string[] = [];
    for (let page = 1; page <= Math.ceil(8 / size); page++) {
      const { body } = await test.api.get(`files?page=${page}&page_size=${size}`);
      expect(body).toMatchObject({ count: 8, page, page_size: size });
      seen.push(...uuidsOf(body as { files: Row[] }));
    }
    expect(seen).toEqual(UUIDS);
  });

  it.each([1, 3, 8])('shows each once, by cursor, %i to a page', async (size) => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 1; page === 1 || cursor; page++) {
      const { body } = await test.api.get(`files?page_size=${size}${cursor}`);
      expect(body).toMatchObject({ count: 8, page, page_size: size });
      seen.push(...uuidsOf(body as { files: Row[] }));
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    }
    expect(seen).toEqual(UUIDS);
  });

  it('links to the pages around', async () => {
    const { headers } = await test.api.get('files?page=2&page_size=3');
    const link = (page: number, rel: string): string =>
      `</api/v1/files?page_size=3&page=${page}>; rel="${rel}"`;
    expect(headers.link).toBe(
      [link(1, 'first'), link(1, 'prev'), link(3, 'next'), link(3, 'last')].join(', '),
    );
  });

  it('is empty beyond the last page', async () => {
    const { status, body } = await test.api.get('files?page=99');
    expect([status, body.count, body.files]).toEqual([200, 8, []]);
  });

  it('has a file that was put at its place, and one that was renamed at its new one', async () => {
    const file_uuid = randomUuid();
    const place = async (): Promise<number> =>
      uuidsOf((await test.api.get('files')).body as { files: Row[] }).indexOf(file_uuid);
    await test.api.put(`file/${file_uuid}`, { name: 'ALBUM' });
    expect([1, 2]).toContain(await place());
    await test.api.put(`file/${file_uuid}`, { name: 'ｚｚ' });
    expect(await place()).toBe(7);
    await test.api.delete(`file/${file_uuid}`);
    expect(await place()).toBe(-1);
  });

  it.each([
    ['limit=3', '#/limit'],
    ['page=0', '#/page'],
    ['page=x', '#/page'],
    ['page_size=0', '#/page_size'],
    ['page_size=201', '#/page_size'],
    ['page=1&page=2', '#/page'],
    ['cursor=x', '#/cursor'],
    ['sort=name', '#/sort'],
  ])('is a 400 with %s', async (query, pointer) => {
    const { status, body } = await test.api.get(`files?${query}`);
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('refuses a cursor beside a page, and one of another list', async () => {
    const { body } = await test.api.get('files?page_size=2');
    const { body: identities } = await test.api.get('identities?page_size=1');
    for (const query of [`page=2&cursor=${body.next_cursor}`, `cursor=${identities.next_cursor}`]) {
      const { status, body: problem } = await test.api.get(`files?${query}`);
      expect([status, problem.errors[0].pointer]).toEqual([400, '#/cursor']);
    }
  });

  it('is a 401 without a key', async () => {
    expect((await test.api.get('files', { 'X-API-Key': '' })).status).toBe(401);
  });
});
