import { getTestApp, type TestApp } from './support/test-app.js';

const FILES = 7;
/** How many rows each list has: seven files, three detections in each, and two chunks to every file. */
const LISTS = [
  ['files', FILES],
  ['faces', FILES * 3],
  ['chunks', FILES * 2],
] as const;

describe.each(LISTS)('the pages of GET /api/v1/identity/:identity_uuid/%s', (list, count) => {
  let test: TestApp;
  let cary: string;

  beforeAll(async () => {
    test = await getTestApp();
    cary = await test.factory.identity();
    const somebody = await test.factory.identity();
    for (let index = 0; index < FILES; index++) {
      const file = await test.factory.file();
      await test.factory.faces(file, [
        { frame_number: 30, face_id: 'b', identity_uuid: cary },
        { frame_number: 30, face_id: 'a', identity_uuid: cary },
        { frame_number: 5, identity_uuid: cary },
        { frame_number: 6, identity_uuid: somebody },
      ]);
      for (const start_frame of [0, 29, 500]) await test.factory.chunk(file, { start_frame });
    }
  });
  afterAll(() => test.close());

  const path = (): string => `identity/${cary}/${list}`;
  const whole = async (): Promise<unknown[]> => (await test.api.get(path())).body.data as unknown[];

  it('are not asked for: all rows in one answer', async () => {
    const { body, headers } = await test.api.get(path());
    expect(body.data).toHaveLength(count);
    expect(Object.keys(body as object).sort()).toEqual(['count', 'data', 'identity_uuid', 'success']);
    expect(headers.link).toBeUndefined();
  });

  it.each([1, 3, 7])('show each row once, by number, %i to a page', async (size) => {
    const seen: unknown[] = [];
    for (let page = 1; page <= Math.ceil(count / size); page++) {
      const { status, body } = await test.api.get(`${path()}?page=${page}&page_size=${size}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, identity_uuid: cary, count, page, page_size: size });
      seen.push(...(body.data as unknown[]));
    }
    expect(seen).toEqual(await whole());
  });

  it.each([1, 3, 7])('show each row once, by cursor, %i to a page', async (size) => {
    const seen: unknown[] = [];
    let cursor = '';
    for (let page = 1; page === 1 || cursor; page++) {
      const { status, body } = await test.api.get(`${path()}?page_size=${size}${cursor}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ count, page, page_size: size });
      seen.push(...(body.data as unknown[]));
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    }
    expect(seen).toEqual(await whole());
  });

  it('hold 20 rows unless told otherwise', async () => {
    const { body } = await test.api.get(`${path()}?page=1`);
    expect(body.page_size).toBe(20);
    expect(body.data).toHaveLength(Math.min(count, 20));
  });

  it('are empty beyond the last one', async () => {
    const { status, body } = await test.api.get(`${path()}?page=99`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ count, page: 99, data: [], next_cursor: null });
  });

  it('link to the pages around them', async () => {
    const { headers } = await test.api.get(`${path()}?page=2&page_size=3`);
    const link = (page: number, rel: string): string =>
      `</api/v1/${path()}?page_size=3&page=${page}>; rel="${rel}"`;
    const last = Math.ceil(count / 3);
    expect(headers.link).toBe(
      [link(1, 'first'), link(1, 'prev'), link(3, 'next'), link(last, 'last')].join(', '),
    );
  });

  it('link to the next one by cursor where the request came by cursor', async () => {
    const { body } = await test.api.get(`${path()}?page_size=2`);
    const second = await test.api.get(`${path()}?page_size=2&cursor=${body.next_cursor}`);
    expect(second.headers.link).toContain(`cursor=${second.body.next_cursor}>; rel="next"`);
  });

  it('refuse a cursor beside a page, and one of another list', async () => {
    const { body } = await test.api.get(`${path()}?page_size=2`);
    const { body: identities } = await test.api.get('identities?page_size=1');
    for (const query of [`page=2&cursor=${body.next_cursor}`, `cursor=${identities.next_cursor}`]) {
      const { status, body: problem } = await test.api.get(`${path()}?${query}`);
      expect([status, problem.errors[0].pointer]).toEqual([400, '#/cursor']);
    }
  });
});

describe('the pages of an identity that has two files', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  it.each(['faces', 'chunks'])('count and show the %s of that file only', async (list) => {
    const cary = await test.factory.identity();
    const files = [await test.factory.file(), await test.factory.file()];
    for (const file of files) {
      await test.factory.faces(
        file,
        [1, 2, 3].map((frame_number) => ({ frame_number, identity_uuid: cary })),
      );
      for (const frame of [1, 2, 3]) await test.factory.chunk(file, { start_frame: frame, end_frame: frame });
    }
    for (const file of files) {
      const path = `identity/${cary}/${list}?file_uuid=${file}&page_size=2`;
      const first = await test.api.get(path);
      const second = await test.api.get(`${path}&cursor=${first.body.next_cursor}`);
      expect(first.body.count).toBe(3);
      expect(second.body).toMatchObject({ count: 3, page: 2, next_cursor: null });
      const rows = [...first.body.data, ...second.body.data] as { file_uuid: string }[];
      expect(rows.map(({ file_uuid }) => file_uuid)).toEqual([file, file, file]);
      expect(first.headers.link).toContain(`file_uuid=${file}`);
    }
  });

  it('go on behind a row that is gone by now', async () => {
    const cary = await test.factory.identity();
    const file_uuid = await test.factory.file();
    const frames = [1, 2, 3].map((frame_number) => ({ frame_number, identity_uuid: cary }));
    await test.factory.faces(file_uuid, frames);
    const { body } = await test.api.get(`identity/${cary}/faces?page_size=2`);
    await test.api.post(`identity/${cary}/unbind`, { file_uuid, face_id: '2_0' });
    const second = await test.api.get(`identity/${cary}/faces?page_size=2&cursor=${body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ face_id: '3_0' }]);
  });
});
