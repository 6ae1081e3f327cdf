import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const RANKED = ['Aamary', 'Ann Mary', 'Mary Zed', 'Mary'];
const WORDS = ['Jean-Loup', "O'Brien", 'D’Arcy', 'J.Doe', 'Max (Bud) Abb', 'AC/Dean'];
const FOLDED = [
  'Zoë Álvarez',
  'İbrahim',
  'Großmann',
  'ΟΔΥΣΣΕΥΣ',
  'Ｃｌａｒａ',
  'Ѳёдор Чехов',
  '김하늘',
  'ﬁona',
];
const LITERAL = [
  '100% Karl',
  'Snake_Plissken',
  'back\\slash',
  'Star 🧑‍🚀 Lord',
  'Null',
  '{c,u,r}ly',
  'the "quoted"',
];
/** Where the letters that there may be begin and end. */
const EDGES = ['Edge\uD7FF', 'Edge\uE000', 'Edge\u{10FFFF}', 'Edge\u{10FFFF}\u{10FFFF}s'];
const SERIES = Array.from({ length: 25 }, (_, index) => `${index % 2 ? 'Series' : 'A Series'} ${index}`);

describe('GET /api/v1/identities/search', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    for (const name of [...RANKED, ...WORDS, ...FOLDED, ...LITERAL, ...EDGES, ...SERIES]) {
      await test.factory.identity({ name });
    }
  });
  afterAll(() => test.close());

  const namesIn = (body: { results: { name: string }[] }): string[] => body.results.map(({ name }) => name);
  const search = async (q: string): Promise<string[]> => {
    const { status, body } = await test.api.get(`identities/search?page_size=200&q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
    expect(body.count).toBe(body.results.length);
    return namesIn(body);
  };

  it('finds every name that ILIKE finds, whatever part of it is asked for', async () => {
    const names = [...RANKED, ...WORDS, ...FOLDED, ...LITERAL];
    const parts = names.flatMap((name) => {
      const letters = [...name];
      return letters.flatMap((_, at) => [letters.slice(at, at + 1), letters.slice(at, at + 3)]);
    });
    for (const q of new Set(parts.map((letters) => letters.join('').trim()).filter(Boolean))) {
      const rows = await test.dataSource.query<{ name: string }[]>(
        'SELECT name FROM identity WHERE name ILIKE $1',
        [`%${q.replace(/[\\%_]/g, '\\$&')}%`],
      );
      expect(await search(q)).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
    }
  });

  it('answers each of many at the same moment as if it were asked alone', async () => {
    const names = [...RANKED, ...WORDS, ...FOLDED, ...LITERAL];
    const paths = [...names, 'Ma', 'nobody', ...names].map((q) => `q=${encodeURIComponent(q)}`);
    const pages = paths.flatMap((path) => [path, `${path}&page_size=1`, `${path}&page_size=1&page=2`]);
    const ask = async (page: string): Promise<string> =>
      (await test.api.get(`identities/search?${page}`)).text;
    const together = await Promise.all(pages.map(ask));
    for (const [index, page] of pages.entries()) expect(together[index]).toBe(await ask(page));
  });

  it.each([
    ['the last letter before the surrogates', 'edge\uD7FF', ['Edge\uD7FF']],
    ['the first one behind them', 'edge\uE000', ['Edge\uE000']],
    ['the very last one', 'edge\u{10FFFF}', ['Edge\u{10FFFF}', 'Edge\u{10FFFF}\u{10FFFF}s']],
  ])('finds what has the letters, and nothing that stands beside it: %s', async (_, q, found) => {
    expect(await search(q)).toEqual(found);
  });

  it('gives the fields of a result, and no others', async () => {
    const file_uuid = await test.factory.file();
    const identity_uuid = await test.factory.identity({ name: 'Fay Fields', source: 'tmdb', tmdb_id: 112 });
    await test.factory.faces(file_uuid, [{ identity_uuid }]);
    const { body } = await test.api.get('identities/search?q=Fay+Fields');
    expect(body).toEqual({
      success: true,
      count: 1,
      page: 1,
      page_size: 20,
      next_cursor: null,
      results: [{ identity_uuid, name: 'Fay Fields', source: 'tmdb', tmdb_id: 112, file_uuid }],
    });
  });

  it('ranks the whole name before its start, a word’s start and any other place', async () => {
    expect(await search('mary')).toEqual(['Mary', 'Mary Zed', 'Ann Mary', 'Aamary']);
  });

  it.each([
    ['loup', 'Jean-Loup', 'Aloup'],
    ['brien', "O'Brien", 'Abrien'],
    ['arcy', 'D’Arcy', 'Aarcy'],
    ['doe', 'J.Doe', 'Adoe'],
    ['bud', 'Max (Bud) Abb', 'Abud'],
    ['dean', 'AC/Dean', 'Aadean'],
  ])('takes %s for a word’s start in %s', async (q, word, substring) => {
    await test.factory.identity({ name: substring });
    expect(await search(q)).toEqual([word, substring]);
  });

  it.each([
    ['ZOE ALVAREZ', 'Zoë Álvarez'],
    ['zoe\u0308', 'Zoë Álvarez'],
    ['ibrahim', 'İbrahim'],
    ['i\u0307brahim', 'İbrahim'],
    ['GROẞMANN', 'Großmann'],
    ['großm', 'Großmann'],
    ['οδυσσευσ', 'ΟΔΥΣΣΕΥΣ'],
    ['οδυσσευς', 'ΟΔΥΣΣΕΥΣ'],
    ['ὀδυς', 'ΟΔΥΣΣΕΥΣ'],
    ['clara', 'Ｃｌａｒａ'],
    ['ｃＬＡ', 'Ｃｌａｒａ'],
    ['fiona', 'ﬁona'],
    ['ФЕДОР', undefined],
    ['ѳедор чех', 'Ѳёдор Чехов'],
    ['하늘', '김하늘'],
    ['김하늘'.normalize('NFD'), '김하늘'],
  ])('asked for %s finds %s', async (q, name) => {
    expect(await search(q)).toEqual(name ? [name] : []);
  });

  it.each([
    ['%', '100% Karl'],
    ['0% k', '100% Karl'],
    ['_', 'Snake_Plissken'],
    ['e_p', 'Snake_Plissken'],
    ['\\', 'back\\slash'],
    ['k\\s', 'back\\slash'],
    ['🧑‍🚀', 'Star 🧑‍🚀 Lord'],
    ['🚀 l', 'Star 🧑‍🚀 Lord'],
  ])('takes %s to the letter', async (q, name) => {
    expect(await search(q)).toEqual([name]);
  });

  it('looks for q without the white space around it', async () => {
    expect(await search(' \t\u3000Plissken\u00a0 ')).toEqual(['Snake_Plissken']);
  });

  it('finds nothing where no name has it', async () => {
    expect(await search('nobody is called this')).toEqual([]);
  });

  it('takes a q of 200 characters after trimming, beyond the BMP too', async () => {
    expect(await search(` ${'🚀'.repeat(200)} `)).toEqual([]);
  });

  it('finds a name by what it is now, as soon as it is called that, and nobody who was deleted', async () => {
    const upload = { identity_uuid: randomUuid(), name: 'Archibald Leach' };
    await test.api.post('identity/upload', upload);
    expect(await search('bald lea')).toEqual(['Archibald Leach']);
    await test.api.post('identity/upload', { ...upload, name: 'Archibald Grantley' });
    expect(await search('bald lea')).toEqual([]);
    expect(await search('bald grant')).toEqual(['Archibald Grantley']);
    await test.api.delete(`identity/${upload.identity_uuid}`);
    expect(await search('bald')).toEqual([]);
  });

  it('finds what is longer than any part that is kept, exactly', async () => {
    const [head, tail] = ['Wolfeschlegelsteinhausenberger'.repeat(3), 'dorff-Ünal'];
    for (const name of [`${head}${tail}`, `Hubert ${head}${tail} Senior`, `${head} the Other`]) {
      await test.factory.identity({ name });
    }
    const both = [`${head}${tail}`, `Hubert ${head}${tail} Senior`];
    expect(await search(`${head}${tail}`)).toEqual(both);
    expect(await search(`${head.slice(1)}dorff-unal`)).toEqual(both.toReversed());
    for (const length of [63, 64, 65]) {
      const found = await search(head.slice(0, length));
      expect(new Set(found)).toEqual(new Set([...both, `${head} the Other`]));
      expect(found.at(-1)).toBe(both[1]);
    }
  });

  it('counts a name once that contains q many times, by the best of its places', async () => {
    for (const name of ['Banana Ana', 'Hanana']) await test.factory.identity({ name });
    expect(await search('ana')).toEqual(['Banana Ana', 'Hanana']);
  });

  it('yields each result once when paged by number', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 4; page++) {
      const { body } = await test.api.get(`identities/search?q=series&page_size=8&page=${page}`);
      expect(body).toMatchObject({ count: 25, page, page_size: 8 });
      seen.push(...namesIn(body));
    }
    expect(seen).toEqual(await search('series'));
  });

  it('yields each result once when paged by cursor, across the ranks', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await test.api.get(`identities/search?q=series&page_size=4${cursor}`);
      expect(body.count).toBe(25);
      seen.push(...namesIn(body));
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    } while (cursor);
    expect(seen).toEqual(await search('series'));
    expect([...seen].sort()).toEqual([...SERIES].sort());
  });

  it('links to the next page of the same search', async () => {
    const { headers } = await test.api.get('identities/search?q=a%20series&page_size=5');
    expect(headers.link).toContain('</api/v1/identities/search?q=a+series&page_size=5&page=2>; rel="next"');
  });

  it('names the file with most of the identity’s faces', async () => {
    const [few, most] = [await test.factory.file(), await test.factory.file()];
    const identity_uuid = await test.factory.identity({ name: 'Filed' });
    await test.factory.faces(few, [{ identity_uuid }]);
    await test.factory.faces(most, [
      { identity_uuid, frame_number: 1 },
      { identity_uuid, frame_number: 2 },
    ]);
    const { body } = await test.api.get('identities/search?q=Filed');
    expect(body.results[0].file_uuid).toBe(most);
  });

  it('names no file where the identity has no face', async () => {
    const { body } = await test.api.get('identities/search?q=Plissken');
    expect(body.results[0].file_uuid).toBeNull();
  });

  it.each([
    ['without q', '', '#/q'],
    ['with an empty q', 'q=', '#/q'],
    ['with a blank q', 'q=%20%09%20', '#/q'],
    ['with a q of 201 characters', `q=${'a'.repeat(201)}`, '#/q'],
    ['with a q of 10,000 characters', `q=${'a'.repeat(10_000)}`, '#/q'],
    ['with a q of 201 code points that show as fewer', `q=${encodeURIComponent('❤️'.repeat(101))}`, '#/q'],
    ['with NUL in q', 'q=a%00b', '#/q'],
    ['with two q', 'q=a&q=b', '#/q'],
    ['with an unknown parameter', 'q=a&limit=5', '#/limit'],
    ['with a parameter that every object has', 'q=a&constructor=5', '#/constructor'],
    ['with a page_size over 200', 'q=a&page_size=201', '#/page_size'],
    ['with a page 0', 'q=a&page=0', '#/page'],
  ])('refuses a request %s', async (_, query, pointer) => {
    const { status, body } = await test.api.get(`identities/search?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  it.each(['\u0301', '\u00B4', '\u0308\u0301', '\u0301 \u0301', '\uFE0F', '\u0903'])(
    'refuses a q of diacritics alone, which every name would have: %j',
    async (q) => {
      const { status, body } = await test.api.get(`identities/search?q=${encodeURIComponent(q)}`);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
      expect(body.errors).toEqual([
        { pointer: '#/q', detail: 'must have more than diacritics, which do not matter' },
      ]);
    },
  );

  it('says of an empty q how long it must be', async () => {
    const { body } = await test.api.get('identities/search?q=');
    expect(body.errors).toEqual([{ pointer: '#/q', detail: 'must be a string of 1 to 200 characters' }]);
  });

  it.each(['q=%FF', 'q=%C3', 'q=%ED%A0%80', 'q=%', 'q=%zz', '%FF=a'])(
    'refuses %s, which is not percent-encoded UTF-8',
    async (query) => {
      const { status, body } = await test.api.get(`identities/search?${query}`);
      expect(status).toBe(400);
      expect(body.code).toBe('malformed_url');
    },
  );
});
