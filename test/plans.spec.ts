import pg from 'pg';
import sharp from 'sharp';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Query {
  text: string;
  values: unknown[];
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** Records what a piece of work asks of PostgreSQL, on any connection of this process. */
async function recorded(work: () => Promise<void>): Promise<Query[]> {
  const queries = new Map<string, Query>();
  type Ask = (this: unknown, first: string | Query, ...rest: unknown[]) => unknown;
  const { prototype } = pg.Client as unknown as { prototype: { query: Ask } };
  const { query } = prototype;
  prototype.query = function (first, ...rest) {
    const values = Array.isArray(rest[0]) ? (rest[0] as unknown[]) : [];
    const asked =
      typeof first === 'string' ? { text: first, values } : { text: first.text, values: first.values ?? [] };
    queries.set(asked.text, asked);
    return query.call(this, first, ...rest);
  };
  await work().finally(() => (prototype.query = query));
  return [...queries.values()].filter(({ text }) => /^\s*(WITH|SELECT|UPDATE|DELETE|INSERT)/i.test(text));
}

/** A handful of rows, whatever the archive holds. */
const TALLIES = new Set(['identity_tally', 'file_tally']);

/** The tables that a query can read only as a whole. */
async function scanned(client: pg.Client, { text, values }: Query): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  const plans = [rows[0]!['QUERY PLAN'][0].Plan];
  for (const plan of plans) plans.push(...(plan.Plans ?? []));
  return plans
    .filter((plan) => plan['Node Type'] === 'Seq Scan')
    .map((plan) => plan['Relation Name']!)
    .filter((table) => !TALLIES.has(table));
}

describe('the queries of the routes', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const tour = async (): Promise<void> => {
    const { api, factory } = test;
    const [somebody, namesake] = [
      await factory.identity({ name: 'Ann' }),
      await factory.identity({ name: 'Bea' }),
    ];
    const file_uuid = await factory.file();
    await factory.faces(file_uuid, [
      { frame_number: 1, trace_id: 1, identity_uuid: namesake },
      { frame_number: 2, face_id: 'face_2', trace_id: 1 },
    ]);
    await factory.chunk(file_uuid);
    const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const upload = { identity_uuid: 'f'.repeat(32), name: 'Cleo' };
    const sorts = ['name', 'created_at', 'updated_at', 'face_count'];
    const filters = ['status=confirmed', 'source=auto', 'identity_type=people', 'identity_type=null'];
    for (const query of [...sorts.map((sort) => `sort=${sort}`), ...filters]) {
      const { body } = await api.get(`identities?page_size=1&${query}`);
      if (body.next_cursor) await api.get(`identities?page_size=1&${query}&cursor=${body.next_cursor}`);
    }
    await api.get('identities/search?q=ann');
    await api.post('identity/upload', upload);
    await api.post('identity/upload', { ...upload, identity_uuid: 'e'.repeat(32), name: 'Cleo' });
    await api.post('identity/upload', { ...upload, name: 'Dora' });
    for (const face of [{ face_id: '1_0' }, { face_id: '2_0' }, { trace_id: 1 }]) {
      await api.post(`identity/${somebody}/bind`, { file_uuid, ...face });
    }
    for (let time = 0; time < 2; time++) {
      const named = { file_uuid, trace_id: 1 };
      await api.post(`identity/${somebody}/bind`, named, { 'Idempotency-Key': 'tour' });
    }
    const { body: history } = await api.get(`identity/${somebody}/history?page_size=1`);
    await api.get(`identity/${somebody}/history?page_size=1&cursor=${history.next_cursor}`);
    await api.get(`identity/${somebody}`);
    await api.get(`identity/${somebody}/json`);
    for (const list of ['files', 'faces', 'chunks']) {
      await api.get(`identity/${somebody}/${list}`);
      await api.get(`identity/${somebody}/${list}?page_size=1`);
      if (list !== 'files') await api.get(`identity/${somebody}/${list}?page_size=1&file_uuid=${file_uuid}`);
    }
    await api.upload(`identity/${somebody}/profile-image`, image);
    await api.get(`identity/${somebody}/profile-image`);
    await filesTour(file_uuid);
    await api.post(`identity/${somebody}/unbind`, { file_uuid, face_id: '1_0' });
    await api.delete(`identity/${somebody}`);
    await api.delete(`file/${file_uuid}`);
  };

  const filesTour = async (file_uuid: string): Promise<void> => {
    const { api } = test;
    await api.put(`file/${'d'.repeat(32)}`, { name: 'film.mp4' });
    await api.put(`file/${file_uuid}`, { name: 'renamed.mp4', fps: 25 });
    await api.get(`file/${file_uuid}`);
    const lists = ['identities', 'faces', 'faces?bound=true', 'faces?bound=false', 'traces', 'chunks'];
    for (const list of ['files', ...lists.map((each) => `file/${file_uuid}/${each}`)]) {
      const page = `${list}${list.includes('?') ? '&' : '?'}page_size=1`;
      await api.get(list);
      const { body } = await api.get(page);
      if (body.next_cursor) await api.get(`${page}&cursor=${body.next_cursor}`);
    }
  };

  it('each have an index that serves them', async () => {
    const queries = await recorded(tour);
    expect(queries.length).toBeGreaterThan(40);
    const client = new pg.Client({ connectionString: test.database.url });
    await client.connect();
    await client.query('SET enable_seqscan = off');
    const found: [string[], string][] = [];
    for (const query of queries) {
      const tables = await scanned(client, query);
      if (tables.length > 0) found.push([tables, query.text]);
    }
    await client.end();
    expect(found).toEqual([]);
  });
});
