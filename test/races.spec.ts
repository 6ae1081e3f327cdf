import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../src/demo/random.js';
import type { Answer } from './support/api-client.js';
import { atOnce, type Request } from './support/at-once.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const REQUESTS = 400;
const FILES = 3;
const TRACES = 8;

describe('Changes at once', () => {
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
    for (const file_uuid of files) await test.factory.faces(file_uuid, facesOfFile());
  });

  const pick = <Item>(random: Random, items: Item[]): Item =>
    items[Math.floor(random.next() * items.length)]!;
  const faces = (random: Random, change: 'bind' | 'unbind'): Request => {
    const [person, file_uuid] = [pick(random, people), pick(random, files)];
    const trace_id = Math.floor(random.next() * TRACES);
    const named = random.chance(0.5)
      ? { trace_id }
      : { face_id: `${random.chance(0.5) ? 0 : 2}_${trace_id}` };
    return () => test.api.post(`identity/${person}/${change}`, { file_uuid, ...named });
  };
  const upload = (random: Random): Request => {
    const [identity_uuid, name] = [pick(random, people), `Person ${Math.floor(random.next() * 8)}`];
    return () => test.api.post('identity/upload', { identity_uuid, name, metadata: { name } });
  };
  const remove = (random: Random): Request => {
    const person = pick(random, people);
    return () => test.api.delete(`identity/${person}`);
  };
  const anything = (random: Random): Request => {
    const lot = random.next();
    if (lot < 0.6) return faces(random, 'bind');
    if (lot < 0.75) return faces(random, 'unbind');
    return lot < 0.9 ? upload(random) : remove(random);
  };

  const requests = (seed: number, request: (random: Random) => Request): Request[] => {
    const random = new Random(seed);
    return Array.from({ length: REQUESTS }, () => request(random));
  };
  const expectIdentityFile = async (uuid: string): Promise<void> => {
    const { body } = await test.api.get(`identity/${uuid}/json`);
    const folder = join(test.environment.OUTPUT_DIR, 'identities', body.identity_uuid as string);
    const look = (): Promise<unknown> =>
      readFile(join(folder, 'identity.json'), 'utf8').then(JSON.parse, () => undefined);
    const text = JSON.stringify(body);
    const found = await eventually(look, (file) => JSON.stringify(file) === text);
    expect(JSON.stringify(found)).toBe(text);
  };

  it.each([1, 2, 3])(
    'of every kind leave exact summaries and nobody bound who is gone (seed %d)',
    async (seed) => {
      const statuses = await atOnce(requests(seed, anything));
      expect([...statuses.keys()].filter((status) => ![200, 404, 409].includes(status))).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 4);
      await expectExactSummaries(test.dataSource);
      const gone = await test.dataSource.query<unknown[]>(
        `SELECT FROM face_detection d
        WHERE identity_uuid IS NOT NULL
          AND NOT EXISTS (SELECT FROM identity i WHERE i.identity_uuid = d.identity_uuid)`,
      );
      expect(gone).toEqual([]);
    },
  );

  it('of every kind leave identity files that are what the database has', async () => {
    await atOnce(requests(4, anything));
    await atOnce(
      people.map((person) => () => test.api.post('identity/upload', { identity_uuid: person, name: person })),
    );
    for (const person of people) await expectIdentityFile(person);
  });

  it('of bindings alone all succeed', async () => {
    const statuses = await atOnce(requests(5, (random) => faces(random, 'bind')));
    expect(statuses).toEqual(new Map([[200, REQUESTS]]));
    await expectExactSummaries(test.dataSource);
  });

  it('of one trace leave it whole with one of the identities', async () => {
    const file_uuid = files[0]!;
    const statuses = await atOnce(
      requests(6, (random) => {
        const person = pick(random, people);
        return () => test.api.post(`identity/${person}/bind`, { file_uuid, trace_id: 0 });
      }),
    );
    expect(statuses).toEqual(new Map([[200, REQUESTS]]));
    const owners = await test.dataSource.query<unknown[]>(
      'SELECT DISTINCT identity_uuid FROM face_detection WHERE file_uuid = $1 AND trace_id = 0',
      [file_uuid],
    );
    expect(owners).toHaveLength(1);
    await expectExactSummaries(test.dataSource);
  });

  it('of deletes and binds leave the faces of the deleted unbound', async () => {
    const doomed = await Promise.all(Array.from({ length: 20 }, () => test.factory.identity()));
    const all = doomed.flatMap((person, index): Request[] => {
      const binding = { file_uuid: files[index % FILES], trace_id: index % TRACES };
      const bind = (): Promise<Answer> => test.api.post(`identity/${person}/bind`, binding);
      return [bind, bind, () => test.api.delete(`identity/${person}`), bind];
    });
    const statuses = await atOnce(new Random(7).shuffled(all));
    expect([...statuses.keys()].filter((status) => ![200, 404].includes(status))).toEqual([]);
    const { body } = await test.api.get(`identities?page_size=200`);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(doomed.join('|')));
    await expectExactSummaries(test.dataSource);
  });

  it('of uploads that swap names don’t fail', async () => {
    const names = people.map(() => `Swapped ${randomUuid()}`);
    const statuses = await atOnce(
      requests(8, (random) => {
        const [identity_uuid, name] = [pick(random, people), pick(random, names)];
        return () => test.api.post('identity/upload', { identity_uuid, name });
      }),
    );
    expect([...statuses.keys()].filter((status) => ![200, 409].includes(status))).toEqual([]);
    const found = await Promise.all(
      names.map((name) => test.api.get(`identities/search?q=${encodeURIComponent(name)}`)),
    );
    expect(Math.max(...found.map(({ body }) => body.count as number))).toBe(1);
  });
});

/** Traces of two detections each, in the frames 0 and 2. */
const facesOfFile = (): { frame_number: number; face_id: string; trace_id: number; confidence: number }[] =>
  Array.from({ length: TRACES }, (_, trace_id) =>
    [0, 2].map((frame_number) => ({
      frame_number,
      face_id: `${frame_number}_${trace_id}`,
      trace_id,
      confidence: (trace_id + frame_number + 1) / 13,
    })),
  ).flat();
