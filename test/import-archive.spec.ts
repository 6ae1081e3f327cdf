import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderExport } from '../src/export/folder-export.js';
import type { Report } from '../src/import/report.js';
import { summary } from '../src/import/summary.js';
import { linesOf } from './support/archive.js';
import { randomUuid } from './support/factory.js';
import { jpeg, png } from './support/images.js';
import { complaints, everything, expectNothingChanges, importInto, Inbox } from './support/imports.js';
import { operations } from './support/operations.js';
import { embedding } from './support/pipeline.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** What only this machine's moment is, what was done on it, and who may: not in an export. */
const OWN_PATHS = new Set([
  '/api/v1/export',
  '/api/v1/identity/{identity_uuid}/history',
  '/api/v1/auth/keys',
  '/api/v1/auth/me',
]);

/** The questions of every GET route about everything there is: each path with every uuid, in every order. */
async function questions({ api }: TestApp): Promise<string[]> {
  const uuids = async (list: string, rows: string, uuid: string): Promise<string[]> => {
    const { body } = await api.get(`${list}?page_size=200`);
    return (body[rows] as Record<string, string>[]).map((row) => row[uuid]!);
  };
  const identities = await uuids('identities', 'identities', 'identity_uuid');
  const files = await uuids('files', 'files', 'file_uuid');
  const paths = operations()
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1') && !OWN_PATHS.has(path))
    .flatMap(({ path, object }) => {
      const of = path.includes('{identity_uuid}') ? identities : path.includes('{file_uuid}') ? files : [''];
      const asked = of.map((uuid) => path.replace(/\{\w+\}/, uuid));
      return asked.flatMap((url) => withQueries(url, object.parameters as Parameter[] | undefined));
    });
  return paths;
}

interface Parameter {
  in: string;
  name: string;
  schema?: { enum?: string[] };
}

/** A path as it is, with each value of each parameter that has a few, and in all orders. */
function withQueries(path: string, parameters: Parameter[] = []): string[] {
  const choices = parameters.filter((each) => each.in === 'query' && each.schema?.enum);
  const sorts = choices.find(({ name }) => name === 'sort')?.schema?.enum ?? [];
  const queries = choices.flatMap(({ name, schema }) => schema!.enum!.map((value) => `${name}=${value}`));
  const orders = sorts.flatMap((sort) => [`sort=${sort}&order=asc`, `sort=${sort}&order=desc`]);
  const isSearch = parameters.some(({ name }) => name === 'q');
  if (isSearch) return ['a', 'Cary', 'õ', 'ann', '%'].map((q) => `${path}?q=${encodeURIComponent(q)}`);
  return [path, ...[...queries, ...orders, 'page=1&page_size=3'].map((query) => `${path}?${query}`)];
}

/** What a service answers to all of them, its own folder's name and the ids of requests left out. */
async function answers({ api, environment }: TestApp, asked: string[]): Promise<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const path of asked) {
    const { status, headers, bytes } = await api.get(path);
    const type = headers['content-type'] ?? '';
    const body = type.startsWith('image/') ? bytes.toString('base64') : bytes.toString();
    const same = body.replaceAll(environment.OUTPUT_DIR, 'OUTPUT').replace(/"request_id":"[^"]+"/, '');
    given[path] = [status, type, headers.link, same];
  }
  return given;
}

const EMBEDDINGS = 'SELECT file_uuid, face_id, model, dimension, vector FROM face_embedding ORDER BY 1, 2';
const BINDINGS = `
  SELECT file_uuid, face_id, identity_uuid, provenance, binding_confidence FROM face_detection ORDER BY 1, 2`;
const REJECTIONS = `
  SELECT identity_uuid, file_uuid, frame_number, x, y, width, height FROM rejection ORDER BY 1, 2, 3, 4`;
const TIMES = 'SELECT identity_uuid, created_at::text, updated_at::text FROM identity ORDER BY 1';

describe('An export', () => {
  let test: TestApp;
  let inbox: Inbox;
  let ann: string;
  let file: string;
  let alias: string;
  let archive: string;
  let asked: string[];
  let expected: Record<string, unknown>;

  beforeAll(async () => {
    [test, inbox] = await Promise.all([getTestApp(), Inbox.create()]);
    const { api, factory } = test;
    ann = await factory.identity({ name: 'Ann "\\" Õ', metadata: { 'line\nbreak': [1, null] } });
    const bea = await factory.identity({ name: 'Bea', tmdb_profile: 'https://example.org/bea.jpg' });
    await factory.identity({ name: 'Bea', reference_data: { deep: [{ a: 1 }] } });
    alias = randomUuid();
    await api.post('identity/upload', { identity_uuid: alias, name: 'Ann "\\" Õ', status: 'pending' });
    await api.upload(`identity/${ann}/profile-image`, await jpeg(200));
    await api.upload(`identity/${bea}/profile-image`, await png());
    file = await factory.file({ name: 'Ünlike\tothers.mp4', fps: 23.976, width: 1920, height: 1080 });
    await factory.file({ name: 'empty.mp4', fps: null, duration: null });
    for (const name of ['Öne.mp4', 'one.mp4']) {
      const another = await factory.file({ name });
      await factory.faces(another, [
        { frame_number: 1, identity_uuid: ann, trace_id: 0 },
        { frame_number: 2 },
      ]);
      await factory.chunk(another, { start_frame: 0 });
    }
    const faces = Array.from({ length: 40 }, (_, index) => ({
      face_id: index === 39 ? 'face_39' : `${index}_0`,
      frame_number: index,
      confidence: 0.1 + index / 50,
      trace_id: index < 30 ? Math.floor(index / 10) : null,
      bbox: { x: -3.25 + index, y: 1 / 3, width: 10, height: 20 },
      ...(index % 3 === 0 && { embedding: { model: 'pipeline', values: embedding(index) } }),
      ...(index % 7 === 0 && { identity_uuid: bea, binding_confidence: 1 / (index + 3) }),
    }));
    await api.post(`file/${file}/faces`, faces);
    await api.post(`identity/${ann}/bind`, { file_uuid: file, trace_id: 1 });
    await api.post(`identity/${ann}/unbind`, { file_uuid: file, face_id: '12_0' });
    // Beside an unbound face, one in the same place stays bound.
    for (const index of [0, 1]) {
      const bbox = { x: 10 * index, y: 0, width: 60, height: 60 };
      await api.post(`file/${file}/faces`, [
        { ...faces[36], face_id: `50_${index}`, frame_number: 50, bbox },
      ]);
      await api.post(`identity/${ann}/bind`, { file_uuid: file, face_id: `50_${index}` });
    }
    await api.post(`identity/${ann}/unbind`, { file_uuid: file, face_id: '50_0' });
    // Bound one by one, in a trace of which the others are nobody's.
    await api.post(`file/${file}/faces`, [{ ...faces[25], identity_uuid: bea, provenance: 'manual' }]);
    await api.post(`file/${file}/chunks`, [
      { chunk_id: `${file}_0`, start_time: 0.5, end_time: 1.25, text: 'Olá!', speaker: 'SPEAKER_0' },
      {
        chunk_id: `${file}_x`,
        chunk_type: 'scene',
        start_time: 0,
        end_time: 2,
        text_content: 'A "scene"',
        fps: 30,
      },
    ]);
    await test.dataSource.query(`SELECT setval('chunk_id_seq', 5000)`);
    await api.post(`file/${file}/chunks`, [
      { chunk_id: `${file}_late`, start_time: 1, end_time: 2, text: 'far behind' },
    ]);
    archive = (await api.get('export?images=true')).text;
    asked = await questions(test);
    expected = await answers(test, asked);
  });
  afterAll(() => Promise.all([test.close(), inbox.remove()]));

  describe('imported into an empty service', () => {
    let other: TestApp;

    beforeEach(async () => {
      other = await getTestApp();
    });
    afterEach(() => other.close());

    const bring = async (text: string | Buffer, options = {}): Promise<Report> =>
      importInto(other, await inbox.put('archive.ndjson', text), options);
    const compared = async ({ dataSource }: TestApp): Promise<unknown> => ({
      embeddings: await dataSource.query<unknown>(EMBEDDINGS),
      bindings: await dataSource.query<unknown>(BINDINGS),
      rejections: await dataSource.query<unknown>(REJECTIONS),
      times: await dataSource.query<unknown>(TIMES),
    });

    async function expectSameAnswers(): Promise<void> {
      const given = await answers(other, asked);
      for (const path of asked) expect([path, given[path]]).toEqual([path, expected[path]]);
      expect(await compared(other)).toEqual(await compared(test));
      await expectExactSummaries(other.dataSource);
      expect((await other.api.get(`identity/${alias}`)).body.identity_uuid).toBe(ann);
    }

    it('gives the same answers on every route, and the same again changes nothing', async () => {
      expect(asked.length).toBeGreaterThan(60);
      const report = await bring(archive);
      expect(complaints(report)).toEqual([]);
      await expectSameAnswers();
      await expectNothingChanges(other, async () => {
        const again = await bring(archive);
        expect(complaints(again)).toEqual([]);
        expect(again).toMatchObject({ images: 0, faces: { inserted: 0, updated: 0, deleted: 0 } });
        expect(again.chunks).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
        expect(again.identities).toMatchObject({ inserted: 0, updated: 0, refused: 0 });
      });
    });

    it('gives the same answers from a folder, and the same again changes nothing', async () => {
      const folder = inbox.path(randomUuid());
      await test.app.get(FolderExport, { strict: false }).export(folder, new AbortController().signal);
      const report = await importInto(other, folder);
      expect(complaints(report)).toEqual([]);
      await expectSameAnswers();
      await expectNothingChanges(other, () => importInto(other, folder));
    });

    it('counts each identity once from a folder, which has it in the archive and in a file of its own', async () => {
      const folder = inbox.path(randomUuid());
      await test.app.get(FolderExport, { strict: false }).export(folder, new AbortController().signal);
      const lineOf = async (options = {}): Promise<string> =>
        summary(await importInto(other, folder, options), false)
          .match(/^ +identities .*$/m)![0]
          .trim();
      expect(await lineOf({ dryRun: true })).toBe('identities  3 new');
      expect(await lineOf()).toBe('identities  3 new');
      expect(await lineOf()).toBe('identities  3 unchanged');
      await other.api.post('identity/upload', { identity_uuid: ann, name: 'Anna' });
      expect(await lineOf()).toBe('identities  2 unchanged, 1 newer here, kept');
    });

    it('says in a dry run what it would bring in', async () => {
      const before = await everything(other);
      const dry = await bring(archive, { dryRun: true });
      expect(await everything(other)).toEqual(before);
      const wet = await bring(archive);
      const numbers = ({ faces, chunks, identities, images, videos, refused, unread }: Report): unknown => ({
        ...{ faces, chunks, identities, images, refused, unread },
        videos: videos.size,
      });
      expect(numbers(dry)).toEqual(numbers(wet));
      expect(numbers(await bring(archive, { dryRun: true }))).toEqual(numbers(await bring(archive)));
    });

    it('brings in nothing when it was cut off, wherever', async () => {
      const bytes = Buffer.from(archive);
      const lastLine = bytes.lastIndexOf('{"type":"end"');
      const cuts = Array.from({ length: 25 }, (_, index) => Math.floor((index / 25) * lastLine));
      await expectNothingChanges(other, async () => {
        for (const cut of [...cuts, lastLine, lastLine + 5]) {
          const report = await bring(bytes.subarray(0, cut));
          expect(complaints(report)).toEqual([
            `at byte ${cut}: expected the line {"type":"end",…}, found the end of the file`,
          ]);
        }
      });
    });

    /** The archive with some lines changed; `undefined` leaves a line away. */
    const changed = (change: (line: string, index: number) => string): string =>
      archive.trimEnd().split('\n').map(change).join('\n');
    const lineOf = (start: string): number => archive.split('\n').findIndex((line) => line.startsWith(start));
    const FACE = '{"type":"face"';

    it('is read with the blanks that other programs put into its lines', async () => {
      const spaced = changed((line) => line.replace(/^\{"type":/, '{ "type": '));
      expect(complaints(await bring(spaced))).toEqual([]);
    });

    it.each([
      ['no JSON', (line: string) => line.slice(0, 40)],
      ['no UTF-8', (line: string) => line.replace('confidence', 'conf\u{fffd}')],
      ['of no known type', () => '{"type":"stranger"}'],
      ['no object', () => '42'],
      ['a face that is none', () => `${FACE},"face_id":"1_0"}`],
      ['too long', (line: string) => `${line.slice(0, -1)},"x":"${'x'.repeat(17 * 1024 * 1024)}"}`],
    ])('refuses a line that is %s by its number, takes the rest, and removes nothing', async (_, change) => {
      const bad = lineOf(`{"type":"file","file_uuid":"${file}"`) + 3;
      const text = changed((line, index) => (index === bad ? change(line) : line));
      const bytes = Buffer.from(text);
      const at = bytes.indexOf('\u{fffd}');
      if (at >= 0) bytes.set([0xff, 0xfe, 0xfd], at);
      const report = await bring(bytes);
      expect(complaints(report)).toContainEqual(expect.stringMatching(`^line ${bad + 1}[ :]`));
      const { faces } = linesOf(archive).at(-1)!;
      expect(report.faces.inserted).toBe(Number(faces) - 1);
      expect(report.isFlawless).toBe(false);
      await bring(archive);
      expect((await bring(bytes)).faces).toMatchObject({ inserted: 0, deleted: 0 });
    });

    it('tells how many lines got lost on the way', async () => {
      const lost = lineOf(FACE);
      const { faces } = linesOf(archive).at(-1)!;
      const report = await bring(archive.split('\n').toSpliced(lost, 1).join('\n'));
      expect(complaints(report)).toContainEqual(
        expect.stringContaining(`counts ${String(faces)} faces, and ${Number(faces) - 1} were there`),
      );
      expect(report.isFlawless).toBe(false);
      await bring(archive);
    });

    it('does not give one file the faces of another whose line cannot be read', async () => {
      // The files alone with their faces: nothing else ends one.
      const lines = archive.split('\n').filter((line) => !/^\{"type":"(chunk|binding|rejection)"/.test(line));
      const isFile = (line = ''): boolean => line.startsWith('{"type":"file"');
      const broken = lines.findLastIndex((line, index) => isFile(line) && lines[index + 1]!.startsWith(FACE));
      const before = lines.findLastIndex((line, index) => index < broken && isFile(line));
      lines[broken] = lines[broken]!.slice(0, 30);
      const report = await bring(lines.join('\n'));
      expect(report.videos.size).toBe(lines.filter(isFile).length - 1);
      const { file_uuid } = JSON.parse(lines[before]!) as { file_uuid: string };
      const { body } = await other.api.get(`file/${file_uuid}`);
      expect(body.face_count).toBe(broken - before - 1);
      expect(report.refused.count).toBeGreaterThan(1);
    });

    it.each([
      ['a face_id with NUL', { face_ids: ['1_0\0'] }],
      ['a member that nests without end', { extra: true }],
      ['an unknown identity', { identity_uuid: 'f'.repeat(32) }],
      ['an unknown face', { face_ids: ['999999_0'] }],
      ['no provenance', { provenance: 'guess' }],
    ])('refuses a binding with %s', async (_, change) => {
      const index = lineOf('{"type":"binding"');
      const lines = archive.trimEnd().split('\n');
      const binding = JSON.parse(lines[index]!) as object;
      lines[index] = nested({ ...binding, ...change });
      const report = await bring(lines.join('\n'));
      expect(complaints(report)).toEqual([expect.stringMatching(new RegExp(`^line ${index + 1} #`))]);
    });

    it.each([
      ['file', { created_at: '2024' }],
      ['file', { created_at: '2024-02-31T00:00:00Z' }],
      ['file', { name: 'a\0b' }],
      ['identity', { name: 'a\0b' }],
      ['identity', { created_at: '0000-01-01T00:00:00Z' }],
      ['chunk', { chunk_id: `${randomUuid()}_1` }],
    ])('refuses a line of type %s with %j', async (type, change) => {
      const index = lineOf(`{"type":"${type}"`);
      const text = changed((line, at) =>
        at === index ? JSON.stringify({ ...(JSON.parse(line) as object), ...change }) : line,
      );
      expect(complaints(await bring(text))[0]).toMatch(new RegExp(`^line ${index + 1} #`));
    });

    it('numbers chunks anew whose numbers are out of range', async () => {
      const index = lineOf('{"type":"chunk"');
      for (const id of [2 ** 40, -1, 2 ** 31 - 1]) {
        const text = changed((line, at) => (at === index ? line.replace(/"id":\d+/, `"id":${id}`) : line));
        expect(complaints(await bring(text))).toEqual([]);
      }
    });

    it('takes an image of an identity that is newer here for as old as the identity', async () => {
      await bring(archive);
      const newer = await png(80);
      await other.api.upload(`identity/${ann}/profile-image`, newer);
      expect(await bring(archive)).toMatchObject({ images: 0, identities: { newer_here: 1 } });
      expect((await other.api.get(`identity/${ann}/profile-image`)).bytes).toEqual(newer);
    });

    it('keeps what a person bound here since', async () => {
      await bring(archive);
      for (const face_id of ['31_0', '35_0']) {
        await other.api.post(`identity/${ann}/bind`, { file_uuid: file, face_id });
      }
      await expectNothingChanges(other, () => bring(archive));
    });

    const rejected = (face_id: string): Promise<unknown> =>
      other.api.post(`file/${file}/faces`, [
        { ...faceOf(face_id), identity_uuid: ann, provenance: 'auto', binding_confidence: 0.5 },
      ]);
    const faceOf = (face_id: string): object => {
      const { type: _, ...face } = linesOf(archive).find((line) => line.face_id === face_id)!;
      return face;
    };
    const ownerOf = async (face_id: string): Promise<unknown> => {
      const { body } = await other.api.get(`file/${file}/faces`);
      return (body.data as Record<string, unknown>[]).find((face) => face.face_id === face_id)!.identity_uuid;
    };

    it('keeps matchers from binding what a person had unbound', async () => {
      await bring(archive);
      await rejected('12_0');
      expect(await ownerOf('12_0')).toBe(null);
      await other.api.post(`file/${file}/faces?complete=true`, []);
      await rejected('12_0');
      expect(await ownerOf('12_0')).toBe(null);
      expect(await other.api.get('export')).toMatchObject({ status: 200 });
    });

    it('keeps a bind by a person here, which lifts what the export says was unbound', async () => {
      await bring(archive);
      await other.api.post(`identity/${ann}/bind`, { file_uuid: file, face_id: '12_0' });
      await expectNothingChanges(other, () => bring(archive));
      expect(await ownerOf('12_0')).toBe(ann);
    });

    it('takes away what a matcher here had bound to somebody from whom a person had unbound it', async () => {
      await bring(archive.replace(/\{"type":"rejection".*\n/g, '').replace(/"rejections":\d+,/, ''));
      await rejected('12_0');
      expect(await ownerOf('12_0')).toBe(ann);
      await bring(archive);
      expect(await ownerOf('12_0')).toBe(null);
      const { body } = await other.api.get(`identity/${ann}/history`);
      expect(body.data[0]).toMatchObject({ kind: 'faces_ingested', file_uuid: file });
      await expectExactSummaries(other.dataSource);
      await expectNothingChanges(other, () => bring(archive));
    });

    it('comes in without rejections where an older release wrote it', async () => {
      const older = archive.replace(/\{"type":"rejection".*\n/g, '').replace(/"rejections":\d+,/, '');
      expect(older).not.toContain('reject');
      expect(complaints(await bring(older))).toEqual([]);
      expect(await other.dataSource.query(REJECTIONS)).toEqual([]);
    });

    it('rejects by an alias the one it leads to', async () => {
      const text = archive.replaceAll(/(\{"type":"rejection","identity_uuid":")\w+/g, `$1${alias}`);
      expect(complaints(await bring(text))).toEqual([]);
      expect(await other.dataSource.query(REJECTIONS)).toEqual(await test.dataSource.query(REJECTIONS));
    });

    it.each([
      ['an unknown identity', { identity_uuid: 'f'.repeat(32) }],
      ['no identity at all', { identity_uuid: undefined }],
      ['no frame', { frame_number: -1 }],
      ['a box without a height', { bbox: { x: 1, y: 1, width: 1 } }],
      ['a member that is not known', { reason: 'x' }],
    ])('refuses a rejection with %s', async (_, change) => {
      const index = lineOf('{"type":"rejection"');
      const text = changed((line, at) =>
        at === index ? JSON.stringify({ ...(JSON.parse(line) as object), ...change }) : line,
      );
      expect(complaints(await bring(text))).toEqual([
        expect.stringMatching(new RegExp(`^line ${index + 1} #`)),
      ]);
    });

    it('reads lines that end as Windows ends them', async () => {
      expect(complaints(await bring(archive.replaceAll('\n', '\r\n')))).toEqual([]);
      await expectNothingChanges(other, () => bring(archive));
    });

    it.each([
      [
        'another version',
        (text: string) => text.replace('"version":1', '"version":2'),
        /version 2: 1 is known/,
      ],
      [
        'no first line',
        (text: string) => text.slice(text.indexOf('\n') + 1),
        /^at byte 0: expected the line/,
      ],
      ['nothing', () => '', /^at byte 0: expected the line/],
    ])('is refused with %s', async (_, change, why) => {
      await expectNothingChanges(other, async () => {
        const report = await bring(change(archive));
        expect(report.unread.first.map((each) => each.why)).toEqual([expect.stringMatching(why)]);
      });
    });
  });

  it('imported where it comes from changes nothing', async () => {
    await expectNothingChanges(test, async () => {
      const report = await importInto(test, await inbox.put('own.ndjson', archive));
      expect(complaints(report)).toEqual([]);
    });
    const onDisk = join(test.environment.OUTPUT_DIR, 'identities', ann, 'identity.json');
    const { body } = await test.api.get(`identity/${ann}/json`);
    expect(JSON.parse(await readFile(onDisk, 'utf8'))).toEqual(body);
  });
});

/** JSON of a value that is nested too deep for JSON.stringify. */
function nested(value: Record<string, unknown>): string {
  const { extra, ...rest } = value;
  const text = JSON.stringify(rest);
  if (extra === undefined) return text;
  return `${text.slice(0, -1)},"extra":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
}
