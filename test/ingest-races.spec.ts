import { Random } from '../src/demo/random.js';
import { atOnce, type Request } from './support/at-once.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const REQUESTS = 250;
const FILES = 3;
const FRAMES = 3;
const TRACES = 4;
/** Boxes of a frame, side by side; a shift of up to a third of one is the same face. */
const PLACES = 4;
/** What may become of a request when others are faster. 503: more ingests at once than there is room for. */
const EXPECTED = [200, 400, 404, 409, 503];

interface Face {
  face_id: string;
  frame_number: number;
  confidence: number;
  bbox: { x: number; y: number; width: number; height: number };
  [field: string]: unknown;
}

describe('Ingests at once with other changes', () => {
  let test: TestApp;
  let files: string[];
  let people: string[];

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    files = await Promise.all(Array.from({ length: FILES }, () => test.factory.file()));
    people = await Promise.all(Array.from({ length: 5 }, () => test.factory.identity()));
    for (const file of files) await test.api.post(`file/${file}/faces`, facesOf(new Random(0)));
  });

  const pick = <Item>(random: Random, items: Item[]): Item =>
    items[Math.floor(random.next() * items.length)]!;
  const below = (random: Random, limit: number): number => Math.floor(random.next() * limit);

  /** What some detector finds: most of the faces, shifted, numbered anew, some with whose they are. */
  function facesOf(random: Random, provenances = ['auto', 'manual']): Face[] {
    return Array.from({ length: FRAMES }, (_, frame) => {
      const places = random.shuffled([...Array(PLACES).keys()]).filter(() => random.chance(0.8));
      const shift = below(random, 60);
      return places.map((place, index) => ({
        face_id: `${frame}_${index}`,
        frame_number: frame,
        confidence: (1 + below(random, 9)) / 10,
        bbox: { x: place * 200 + shift, y: 10, width: 100, height: 100 },
        ...(random.chance(0.7) && { trace_id: below(random, TRACES) }),
        ...(people &&
          random.chance(0.3) && {
            identity_uuid: pick(random, people),
            provenance: pick(random, provenances),
          }),
      }));
    }).flat();
  }

  const ingest = (random: Random): Request => {
    const [file, complete, rows] = [pick(random, files), random.chance(0.5), facesOf(random)];
    return () => test.api.post(`file/${file}/faces?complete=${complete}`, rows);
  };
  const chunks = (random: Random): Request => {
    const [file, complete] = [pick(random, files), random.chance(0.5)];
    const rows = Array.from({ length: 4 }, () => below(random, 8)).map((number) => ({
      chunk_id: `${file}_${number}`,
      start_time: number,
      end_time: number + random.next(),
      text: 'Olá!',
    }));
    return () => test.api.post(`file/${file}/chunks?complete=${complete}`, rows);
  };
  const binding = (random: Random): Request => {
    const [person, file_uuid] = [pick(random, people), pick(random, files)];
    const change = random.chance(0.7) ? 'bind' : 'unbind';
    const face = random.chance(0.5)
      ? { trace_id: below(random, TRACES) }
      : { face_id: `${below(random, FRAMES)}_${below(random, PLACES)}` };
    return () => test.api.post(`identity/${person}/${change}`, { file_uuid, ...face });
  };
  const upload = (random: Random): Request => {
    const [identity_uuid, name] = [pick(random, people), `Person ${below(random, 8)}`];
    return () => test.api.post('identity/upload', { identity_uuid, name });
  };
  const ofFile = (random: Random): Request => {
    const [file, fps] = [pick(random, files), 20 + below(random, 10)];
    if (random.chance(0.3)) return () => test.api.delete(`file/${file}`);
    return () => test.api.put(`file/${file}`, { name: 'again.mp4', fps });
  };
  const remove = (random: Random): Request => {
    const person = pick(random, people);
    return () => test.api.delete(`identity/${person}`);
  };
  const anything = (random: Random): Request => {
    const lot = random.next();
    if (lot < 0.35) return ingest(random);
    if (lot < 0.45) return chunks(random);
    if (lot < 0.75) return binding(random);
    if (lot < 0.85) return upload(random);
    return lot < 0.95 ? ofFile(random) : remove(random);
  };

  it.each([1, 2, 3])(
    'fail nobody, leave exact summaries and nobody bound who is gone (seed %d)',
    async (seed) => {
      const random = new Random(seed);
      const statuses = await atOnce(Array.from({ length: REQUESTS }, () => anything(random)));
      expect([...statuses.keys()].filter((status) => !EXPECTED.includes(status))).toEqual([]);
      expect(statuses.get(503) ?? 0).toBe(0);
      expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 3);
      await expectExactSummaries(test.dataSource);
      expect(await test.dataSource.query(STRAY)).toEqual([]);
      expect(await test.dataSource.query(DEADLOCKS)).toEqual([{ deadlocks: '0' }]);
    },
  );

  it('know nobody who comes while they wait for others', async () => {
    const [file, somebody, newcomer] = [await test.factory.file(), people[0]!, randomUuid()];
    const rows = [somebody, newcomer].map((identity_uuid, index) => ({
      face_id: `0_${index}`,
      frame_number: 0,
      confidence: 0.5,
      bbox: { x: index * 200, y: 10, width: 100, height: 100 },
      identity_uuid,
      provenance: 'auto',
    }));
    const rival = test.dataSource.createQueryRunner();
    await rival.startTransaction();
    await rival.query('SELECT FROM identity WHERE identity_uuid = $1 FOR UPDATE', [somebody]);
    const ingest = test.api.post(`file/${file}/faces`, rows);
    const waiting = (): Promise<unknown[]> => test.dataSource.query<unknown[]>(WAITING);
    expect(await eventually(waiting, ({ length }) => length === 1)).toHaveLength(1);
    const upload = await test.api.post('identity/upload', { identity_uuid: newcomer, name: 'Late' });
    expect(upload.status).toBe(200);
    await rival.rollbackTransaction();
    await rival.release();
    const refusals = [{ line: 2, pointer: '#/identity_uuid', detail: 'is no identity' }];
    expect((await ingest).body).toMatchObject({ inserted: 1, refused: 1, refusals });
    await expectExactSummaries(test.dataSource);
  });

  it('of one file, all complete, leave it as one of them would', async () => {
    // A file of its own, in which no person has bound anything: that would be kept, whatever comes.
    const [random, file] = [new Random(4), await test.factory.file()];
    await test.api.post(`file/${file}/faces`, facesOf(random, ['auto']));
    const outputs = Array.from({ length: 12 }, () => facesOf(random, ['auto']));
    const statuses = await atOnce(
      outputs.map((rows) => () => test.api.post(`file/${file}/faces?complete=true`, rows)),
    );
    expect(statuses).toEqual(new Map([[200, outputs.length]]));
    const { body } = await test.api.get(`file/${file}/faces`);
    const place = ({ face_id, bbox }: Face): string => `${face_id} ${bbox.x}`;
    const found = (body.data as Face[]).map(place);
    expect(outputs.map((rows) => rows.map(place).toSorted())).toContainEqual(found.toSorted());
    await expectExactSummaries(test.dataSource);
  });

  it('of one new model’s embeddings agree on their length', async () => {
    const lengths = [3, 4, 5];
    const rows = (length: number): object[] =>
      ['b', 'a', 'c'].map((model, index) => ({
        face_id: `9_${index}`,
        frame_number: 9,
        confidence: 0.5,
        bbox: { x: index * 200, y: 1, width: 90, height: 90 },
        embedding: { model, values: Array<number>(length).fill(1) },
      }));
    const statuses = await atOnce(
      lengths.map((length, index) => () => test.api.post(`file/${files[index]}/faces`, rows(length))),
    );
    expect(statuses).toEqual(new Map([[200, 3]]));
    const found = await test.dataSource.query<{ lengths: number }[]>(
      'SELECT count(DISTINCT dimension)::integer AS lengths FROM face_embedding GROUP BY model',
    );
    expect(found).toEqual(Array(3).fill({ lengths: 1 }));
  });

  it.each([5, 6])(
    'never lose what a person has bound, nor does a matcher override it (seed %d)',
    async (seed) => {
      const [random, file] = [new Random(seed), files[0]!];
      const stored = async (): Promise<Face[]> => {
        const { body } = await test.api.get(`file/${file}/faces`);
        return body.data as Face[];
      };
      const byHand = async (): Promise<string[]> =>
        (await stored())
          .filter(({ provenance, identity_uuid }) => provenance === 'manual' && identity_uuid !== null)
          .map(({ frame_number, identity_uuid }) => `${frame_number} ${identity_uuid as string}`)
          .toSorted();
      for (let round = 0; round < 12; round++) {
        const { face_id } = pick(random, await stored());
        const bound = await test.api.post(`identity/${pick(random, people)}/bind`, {
          file_uuid: file,
          face_id,
        });
        expect(bound.status).toBe(200);
        const before = await byHand();
        const outputs = Array.from({ length: 3 }, () => facesOf(random, ['auto']));
        const statuses = await atOnce(
          outputs.map((rows, index) => () => test.api.post(`file/${file}/faces?complete=${index > 0}`, rows)),
        );
        expect(statuses).toEqual(new Map([[200, outputs.length]]));
        expect(await byHand()).toEqual(before);
      }
      await expectExactSummaries(test.dataSource);
    },
  );
});

const WAITING = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

/** Detections bound to nobody who is there, or embeddings and chunks of no file. */
const STRAY = `
  SELECT identity_uuid FROM face_detection WHERE identity_uuid IS NOT NULL AND identity_uuid NOT IN (SELECT identity_uuid FROM identity)
  UNION ALL SELECT file_uuid FROM face_embedding e WHERE NOT EXISTS (
    SELECT FROM face_detection d WHERE (d.file_uuid, d.face_id) = (e.file_uuid, e.face_id)
  )
  UNION ALL SELECT file_uuid FROM chunk WHERE file_uuid NOT IN (SELECT file_uuid FROM file)`;
