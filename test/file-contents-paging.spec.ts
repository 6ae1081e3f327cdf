import { getTestApp, type TestApp } from './support/test-app.js';

describe.each([
  ['identities', 7],
  ['faces', 21],
  ['traces', 9],
  ['chunks', 8],
] as const)('the pages of GET /api/v1/file/:file_uuid/%s', (list, count) => {
  let test: TestApp;
  let path: string;

  /** Seven people with up to five detections each, in nine traces, and eight chunks. */
  beforeAll(async () => {
    test = await getTestApp();
    const file = await test.factory.file();
    const people = await Promise.all(Array.from({ length: 7 }, () => test.factory.identity()));
    const owners = [0, 0, 1, 2, 3, 3, 3, 4, 5, 6, 6, 6, 6, 6].map((index) => people[index]!);
    const faces = Array.from({ length: 21 }, (_, index) => ({
      frame_number: Math.floor(index / 2),
      face_id: `${Math.floor(index / 2)}_${index % 2}`,
      trace_id: index % 9,
      identity_uuid: owners[index] ?? null,
    }));
    await test.factory.faces(file, faces);
    for (let index = 0; index < 8; index++) await test.factory.chunk(file, { start_frame: index % 3 });
    path = `file/${file}/${list}`;
  });
  afterAll(() => test.close());

  const whole = async (): Promise<unknown[]> => (await test.api.get(path)).body.data as unknown[];

  it('are not asked for: all rows in one answer', async () => {
    const { body, headers } = await test.api.get(path);
    expect(body.data).toHaveLength(count);
    expect(Object.keys(body as object)).toEqual(['success', 'file_uuid', 'count', 'data']);
    expect(headers.link).toBeUndefined();
  });

  it.each([1, 3, 7])('show each row once, by number, %i to a page', async (size) => {
    const seen: unknown[] = [];
    for (let page = 1; page <= Math.ceil(count / size); page++) {
      const { status, body } = await test.api.get(`${path}?page=${page}&page_size=${size}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, count, page, page_size: size });
      seen.push(...(body.data as unknown[]));
    }
    expect(seen).toEqual(await whole());
  });

  it.each([1, 3, 7])('show each row once, by cursor, %i to a page', async (size) => {
    const seen: unknown[] = [];
    let cursor = '';
    for (let page = 1; page === 1 || cursor; page++) {
      const { status, body } = await test.api.get(`${path}?page_size=${size}${cursor}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ count, page, page_size: size });
      seen.push(...(body.data as unknown[]));
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    }
    expect(seen).toEqual(await whole());
  });

  it('are empty beyond the last one', async () => {
    const { status, body } = await test.api.get(`${path}?page=99`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ count, page: 99, data: [], next_cursor: null });
  });

  it('link to the pages around them', async () => {
    const { headers } = await test.api.get(`${path}?page=2&page_size=3`);
    const link = (page: number, rel: string): string =>
      `</api/v1/${path}?page_size=3&page=${page}>; rel="${rel}"`;
    const last = Math.ceil(count / 3);
    expect(headers.link).toBe(
      [link(1, 'first'), link(1, 'prev'), link(3, 'next'), link(last, 'last')].join(', '),
    );
  });

  it('refuse a cursor beside a page, and one of another list', async () => {
    const { body } = await test.api.get(`${path}?page_size=2`);
    const { body: identities } = await test.api.get('identities?page_size=1');
    for (const query of [`page=2&cursor=${body.next_cursor}`, `cursor=${identities.next_cursor}`]) {
      const { status, body: problem } = await test.api.get(`${path}?${query}`);
      expect([status, problem.errors[0].pointer]).toEqual([400, '#/cursor']);
    }
  });
});
