import { getTestApp, type TestApp } from './support/test-app.js';

describe('GET /api/v1/identities', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    const names = ['Zoë', 'Álvaro', 'alice', 'Bob', 'Émile', 'bob', 'Cary Grant'];
    for (const [index, name] of names.entries()) {
      await test.factory.identity({
        name,
        status: index % 2 ? 'pending' : 'confirmed',
        source: index === 6 ? 'tmdb' : 'auto',
        identity_type: index === 6 ? 'people' : null,
        created_at: new Date(Date.UTC(2026, 0, 10 - index)),
        updated_at: index < 2 ? new Date(Date.UTC(2026, 5, 1 + index)) : null,
        face_count: index * 10,
      });
    }
  });
  afterAll(() => test.close());

  const names = async (query: string): Promise<string[]> => {
    const { status, body } = await test.api.get(`identities?${query}`);
    expect(status).toBe(200);
    return (body.identities as { name: string }[]).map(({ name }) => name);
  };
  const all = ['alice', 'Álvaro', 'Bob', 'bob', 'Cary Grant', 'Émile', 'Zoë'];
  const withoutCase = (list: string[]): string[] => list.map((name) => name.toLowerCase());

  it('lists everybody by name, whatever the case and diacritics', async () => {
    const { status, body } = await test.api.get('identities');
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, count: 7, page: 1, page_size: 20, next_cursor: null });
    expect(withoutCase(body.identities.map((row: { name: string }) => row.name))).toEqual(withoutCase(all));
  });

  it('shows every field of an identity and its face count', async () => {
    const { body } = await test.api.get('identities?source=tmdb');
    expect(body.identities).toEqual([
      {
        identity_uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'Cary Grant',
        identity_type: 'people',
        source: 'tmdb',
        status: 'confirmed',
        tmdb_id: null,
        tmdb_profile: null,
        metadata: {},
        reference_data: {},
        created_at: '2026-01-04T00:00:00Z',
        updated_at: null,
        face_count: 60,
      },
    ]);
  });

  it.each(['page=1&page_size=3', 'page=2&page_size=3', 'page=3&page_size=3'])(
    'gives the page %s',
    async (query) => {
      const page = Number(/page=(\d)/.exec(query)![1]);
      expect(withoutCase(await names(query))).toEqual(withoutCase(all.slice((page - 1) * 3, page * 3)));
    },
  );

  it('gives an empty page beyond the last one, with the exact count', async () => {
    const { status, body } = await test.api.get('identities?page=9&page_size=3');
    expect(status).toBe(200);
    expect(body).toMatchObject({ count: 7, page: 9, identities: [], next_cursor: null });
  });

  it('links to the pages around a page', async () => {
    const { headers } = await test.api.get('identities?page_size=3&page=2&sort=name');
    expect(headers.link).toBe(
      [
        '</api/v1/identities?page_size=3&sort=name&page=1>; rel="first"',
        '</api/v1/identities?page_size=3&sort=name&page=1>; rel="prev"',
        '</api/v1/identities?page_size=3&sort=name&page=3>; rel="next"',
        '</api/v1/identities?page_size=3&sort=name&page=3>; rel="last"',
      ].join(', '),
    );
  });

  it.each([
    ['status=pending', ['Álvaro', 'Bob', 'bob']],
    ['source=tmdb', ['Cary Grant']],
    ['identity_type=people', ['Cary Grant']],
    ['identity_type=null&status=confirmed', ['alice', 'Émile', 'Zoë']],
    ['status=inactive', []],
  ])('filters by %s', async (query, expected) => {
    expect(withoutCase(await names(query))).toEqual(withoutCase(expected));
    const { body } = await test.api.get(`identities?${query}`);
    expect(body.count).toBe(expected.length);
  });

  it.each([
    ['sort=face_count&order=desc', 'Cary Grant', 'Zoë'],
    ['sort=created_at', 'Cary Grant', 'Zoë'],
    ['sort=created_at&order=desc', 'Zoë', 'Cary Grant'],
    ['sort=updated_at&order=desc', 'Álvaro', undefined],
    ['sort=name&order=desc', 'Zoë', 'alice'],
  ])('orders by %s', async (query, first, last) => {
    const found = await names(query);
    expect(found[0]).toBe(first);
    if (last) expect(found.at(-1)).toBe(last);
  });

  it.each([
    ['status=confirmed', ['Cary Grant', 'Émile', 'alice', 'Zoë']],
    ['source=tmdb', ['Cary Grant']],
    ['identity_type=null&status=pending', ['bob', 'Bob', 'Álvaro']],
  ])('orders by face_count those that a filter leaves: %s', async (filter, expected) => {
    expect(await names(`sort=face_count&order=desc&${filter}`)).toEqual(expected);
  });

  it.each(
    ['name', 'created_at', 'updated_at', 'face_count'].flatMap((sort) => [
      `${sort}&order=asc`,
      `${sort}&order=desc`,
    ]),
  )('yields each identity once when paged by cursor, sorted by %s', async (sort) => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { status, body } = await test.api.get(`identities?sort=${sort}&page_size=2${cursor}`);
      expect(status).toBe(200);
      expect(body.count).toBe(7);
      seen.push(...body.identities.map((row: { identity_uuid: string }) => row.identity_uuid));
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    } while (cursor);
    const { body } = await test.api.get(`identities?sort=${sort}`);
    expect(seen).toEqual(body.identities.map((row: { identity_uuid: string }) => row.identity_uuid));
  });

  it('takes the cursors that were given before there were ranks', async () => {
    const { body } = await test.api.get('identities?sort=face_count&page_size=2');
    const last = body.identities[1] as { face_count: number; identity_uuid: string };
    const key = [String(last.face_count), last.identity_uuid];
    const given = Buffer.from(JSON.stringify(['iface_count.iidentity_uuid.asc', 2, ...key])).toString(
      'base64url',
    );
    const found = await names(`sort=face_count&page_size=2&cursor=${given}`);
    expect(found).toEqual(await names('sort=face_count&page_size=2&page=2'));
  });

  it('links to the next page by cursor when the request came by cursor', async () => {
    const { body } = await test.api.get('identities?page_size=2');
    const { headers, body: second } = await test.api.get(`identities?page_size=2&cursor=${body.next_cursor}`);
    expect(second.page).toBe(2);
    expect(headers.link).toContain(`cursor=${second.next_cursor}>; rel="next"`);
    expect(headers.link).toContain('page=1>; rel="prev"');
  });

  it('refuses a cursor of another order, a damaged one, and one beside a page', async () => {
    const { body } = await test.api.get('identities?page_size=2');
    for (const query of [
      `sort=created_at&cursor=${body.next_cursor}`,
      'cursor=x',
      `page=2&cursor=${body.next_cursor}`,
    ]) {
      const { status, body: problem } = await test.api.get(`identities?${query}`);
      expect(status).toBe(400);
      expect(problem.errors[0].pointer).toBe('#/cursor');
    }
  });
});
