import { mkdir, truncate } from 'node:fs/promises';
import type { Report } from '../src/import/report.js';
import { randomUuid } from './support/factory.js';
import { jpeg, png } from './support/images.js';
import { complaints, everything, expectNothingChanges, importInto, Inbox } from './support/imports.js';
import { faceFile, pipelineFace } from './support/pipeline.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const NEVER = { created_at: '2024-01-02T03:04:05Z', updated_at: null };

describe('Imported identity files', () => {
  let test: TestApp;
  let inbox: Inbox;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => Promise.all([test.close(), inbox.remove()]));
  beforeEach(async () => {
    await inbox?.remove();
    inbox = await Inbox.create();
    uuid = randomUuid();
  });

  const put = (given: object, of = uuid): Promise<string> =>
    inbox.put(`identities/${of}/identity.json`, { version: 1, identity_uuid: of, name: 'Ann', ...given });
  const bring = (options = {}): Promise<Report> => importInto(test, inbox.folder, options);
  const putImage = (bytes: Buffer, name = 'profile.jpg'): Promise<string> =>
    inbox.put(`identities/${uuid}/${name}`, bytes);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const get = async (of = uuid): Promise<any> => (await test.api.get(`identity/${of}`)).body;

  it('come in under their own uuids, namesakes or not, with all that they say', async () => {
    const other = randomUuid();
    const all = {
      identity_type: 'people',
      source: 'tmdb',
      status: 'skipped',
      tmdb_id: 7,
      tmdb_profile: 'https://example.org/ann.jpg',
      metadata: { a: [1, { __proto__: 1 }] },
      reference_data: { vector: [0.5] },
      created_at: '2024-01-02T03:04:05.123456Z',
      updated_at: '2025-01-02T03:04:05Z',
    };
    await Promise.all([put(all), put({}, other)]);
    const report = await bring();
    expect(complaints(report)).toEqual([]);
    expect(report.identities).toMatchObject({ inserted: 2 });
    expect(await get()).toMatchObject({
      name: 'Ann',
      identity_type: 'people',
      source: 'tmdb',
      status: 'inactive',
      tmdb_id: 7,
      tmdb_profile: 'https://example.org/ann.jpg',
      metadata: all.metadata,
      reference_data: all.reference_data,
      created_at: '2024-01-02T03:04:05Z',
      updated_at: '2025-01-02T03:04:05Z',
    });
    expect(await get(other)).toMatchObject({ name: 'Ann', source: '.json', updated_at: null });
    const [row] = await test.dataSource.query<{ created: string }[]>(
      `SELECT to_char(created_at AT TIME ZONE 'UTC', 'US') AS created FROM identity WHERE identity_uuid = $1`,
      [uuid],
    );
    expect(row).toEqual({ created: '123456' });
  });

  it('change nothing when they come again, image and all', async () => {
    await put({ ...NEVER, metadata: { a: 1 }, reference_data: { b: 2 } });
    await putImage(await jpeg());
    expect(await bring()).toMatchObject({ images: 1 });
    await expectNothingChanges(test, async () => {
      const report = await bring();
      expect(report).toMatchObject({ images: 0, identities: { unchanged: 1, updated: 0 } });
    });
  });

  it('change those who are older here, and leave those who are newer, with their images', async () => {
    const newer = await png();
    await put({ ...NEVER, name: 'First' });
    await bring();
    await put({ ...NEVER, name: 'Second', updated_at: '2024-02-02T00:00:00Z' });
    expect((await bring()).identities).toMatchObject({ updated: 1 });
    expect(await get()).toMatchObject({ name: 'Second', updated_at: '2024-02-02T00:00:00Z' });
    await test.api.upload(`identity/${uuid}/profile-image`, newer);
    await put({ ...NEVER, name: 'Third', updated_at: '2024-03-02T00:00:00Z' });
    await putImage(await jpeg());
    await expectNothingChanges(test, async () => {
      const report = await bring();
      expect(report).toMatchObject({ images: 0, identities: { newer_here: 1, updated: 0 } });
      expect(report.isFlawless).toBe(true);
    });
    expect((await test.api.get(`identity/${uuid}/profile-image`)).bytes).toEqual(newer);
  });

  it('bring their images back without moving updated_at', async () => {
    const image = await jpeg();
    await put({ ...NEVER, tmdb_profile: `/elsewhere/output/identities/${uuid}/profile.jpg` });
    await putImage(image);
    expect((await bring()).images).toBe(1);
    expect(await get()).toMatchObject({
      updated_at: null,
      tmdb_profile: `${test.environment.OUTPUT_DIR}/identities/${uuid}/profile.jpg`,
    });
    expect((await test.api.get(`identity/${uuid}/profile-image`)).bytes).toEqual(image);
  });

  it('do not take the path of an image that is not there for a URL', async () => {
    await put({ tmdb_profile: `/elsewhere/output/identities/${uuid}/profile.jpg` });
    await bring();
    expect(await get()).toMatchObject({ tmdb_profile: null });
  });

  it('lead their aliases to them', async () => {
    const alias = randomUuid();
    await put({ aliases: [alias] });
    await bring();
    expect(await get(alias)).toMatchObject({ identity_uuid: uuid });
  });

  it('are refused one by one where they are no good, images too, and the others come in', async () => {
    const bad = [randomUuid(), randomUuid(), randomUuid()];
    await put({ source: 'elsewhere', tmdb_id: 0, created_at: '2024-02-30T00:00:00Z' }, bad[0]);
    await inbox.put(`identities/${bad[1]}/identity.json`, '{"name": "Half');
    await inbox.put(`identities/${bad[2]}/identity.json`, '[]');
    await put({});
    await putImage(Buffer.from('no image'));
    const report = await bring();
    expect(report.identities).toMatchObject({ inserted: 1, refused: 2 });
    expect(report).toMatchObject({ images: 0, isFlawless: false });
    const told = complaints(report);
    for (const expected of [
      '#/created_at: must be a time as RFC 3339 has it',
      /^#\/source: must be one of/,
      /^#\/tmdb_id: /,
      '#: must be a JSON object',
      /^#: .*(JPEG|PNG)/,
      'at byte 14: expected the rest of a string, found the end of the text',
    ]) {
      expect(told).toContainEqual(expect.stringMatching(expected));
    }
    expect(told).toHaveLength(6);
    expect(await get()).toMatchObject({ name: 'Ann' });
  });

  it.each([
    '0000-01-01T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-01-01T00:00:00+23:00',
    '2024-01-01',
    '1',
    '2024-01-01T25:00:00Z',
    1704067200,
  ])('do not take %j for a time', async (created_at) => {
    await put({ created_at });
    expect(complaints(await bring())).toEqual(['#/created_at: must be a time as RFC 3339 has it']);
  });

  it('tell an image that is too large without reading it, and a folder in its place', async () => {
    await put({});
    await truncate(await putImage(Buffer.alloc(1)), 20 * 1024 ** 3);
    const other = randomUuid();
    await put({}, other);
    await mkdir(inbox.path('identities', other, 'profile.png'));
    const report = await bring();
    expect(complaints(report).sort()).toEqual([expect.stringContaining('EISDIR'), 'is larger than 10 MiB']);
    expect(report.identities.inserted).toBe(2);
  });

  it('may list thousands of files', async () => {
    const file_bindings = Array.from({ length: 12_000 }, (_, index) => ({
      file_uuid: index.toString(16).padStart(32, '0'),
      trace_ids: [],
      face_count: 1,
    }));
    await put({ file_bindings });
    expect(complaints(await bring())).toEqual([]);
  });

  describe('with bindings', () => {
    let file: string;

    beforeEach(async () => {
      file = randomUuid();
      await inbox.put(
        `${file}.face_traced.json`,
        faceFile({
          1: [pipelineFace({ trace_id: 0 }), pipelineFace({ x: 500, trace_id: 1 })],
          2: [pipelineFace({ trace_id: 0 }), pipelineFace({ x: 500, trace_id: 1 })],
        }),
      );
    });

    const faces = async (): Promise<unknown[]> => {
      const { body } = await test.api.get(`file/${file}/faces`);
      return (body.data as Record<string, unknown>[]).map((face) => [
        face.face_id,
        face.identity_uuid,
        face.provenance,
      ]);
    };
    const claim = (...trace_ids: number[]): object => ({
      file_bindings: [{ file_uuid: file, trace_ids, face_count: 2 }],
    });

    it('bind the traces that nobody has said anything of, as a matcher does', async () => {
      await put(claim(0));
      const report = await bring();
      expect(complaints(report)).toEqual([]);
      expect(report.bindings).toBe(2);
      expect(await faces()).toEqual([
        ['1_0', uuid, 'auto'],
        ['1_1', null, null],
        ['2_0', uuid, 'auto'],
        ['2_1', null, null],
      ]);
      await expectExactSummaries(test.dataSource);
      await expectNothingChanges(test, bring);
    });

    it('leave what a person bound, and may bind what a person unbound from somebody else', async () => {
      const bea = await test.factory.identity();
      await bring();
      await test.api.post(`identity/${bea}/bind`, { file_uuid: file, face_id: '1_1' });
      await test.api.post(`identity/${bea}/bind`, { file_uuid: file, face_id: '1_0' });
      await test.api.post(`identity/${bea}/unbind`, { file_uuid: file, face_id: '1_0' });
      await put(claim(0, 1));
      expect(complaints(await bring())).toEqual([]);
      expect(await faces()).toEqual([
        ['1_0', uuid, 'auto'],
        ['1_1', bea, 'manual'],
        ['2_0', bea, 'manual'],
        ['2_1', bea, 'manual'],
      ]);
    });

    it('do not bind again a trace that a person unbound, nor do face files that come again', async () => {
      await put(claim(0, 1));
      await bring();
      await test.api.post(`identity/${uuid}/unbind`, { file_uuid: file, trace_id: 0 });
      const faceless = await Inbox.create();
      await faceless.put(`${file}.face_traced.json`, faceFile({ 1: [], 2: [] }));
      await importInto(test, faceless.folder);
      await faceless.remove();
      expect(await faces()).toEqual([]);
      const report = await bring();
      expect(complaints(report)).toEqual([]);
      expect(report.bindings).toBe(2);
      expect(await faces()).toEqual([
        ['1_0', null, null],
        ['1_1', uuid, 'auto'],
        ['2_0', null, null],
        ['2_1', uuid, 'auto'],
      ]);
      await expectNothingChanges(test, bring);
      await expectExactSummaries(test.dataSource);
    });

    it('leave out only the detection that a person unbound of a trace whose others stay bound', async () => {
      await put(claim(0));
      await bring();
      await test.api.post(`identity/${uuid}/unbind`, { file_uuid: file, face_id: '1_0' });
      const one = [pipelineFace({ trace_id: 0 })];
      await inbox.put(`${file}.face_traced.json`, faceFile({ 1: one, 2: one, 3: one }));
      await bring();
      expect(await faces()).toEqual([
        ['1_0', null, null],
        ['2_0', uuid, 'auto'],
        ['3_0', uuid, 'auto'],
      ]);
    });

    it('are told where the file or the trace is not there, or several claim it', async () => {
      const [other, nowhere] = [randomUuid(), randomUuid()];
      await put({
        file_bindings: [
          { file_uuid: file, trace_ids: [0, 1, 9], face_count: 2 },
          { file_uuid: nowhere, trace_ids: [3], face_count: 2 },
        ],
      });
      await put(claim(1), other);
      const report = await bring();
      expect(complaints(report).sort()).toEqual(
        [
          `#/file_bindings: ${file} trace 1: several identities claim it`,
          `#/file_bindings: ${file} trace 1: several identities claim it`,
          `#/file_bindings: ${file} trace 9: there is no such trace`,
          `#/file_bindings: ${nowhere} trace 3: there is no such file`,
        ].sort(),
      );
      expect(report.bindings).toBe(2);
      expect((await faces()).filter((face) => (face as unknown[])[1] !== null)).toHaveLength(2);
    });
  });

  it('change nothing in a dry run, on disk neither, and say what they would', async () => {
    const known = await test.factory.identity({ name: 'Known' });
    await put({ aliases: [randomUuid()] });
    await putImage(await png(), 'profile.png');
    await put({ name: 'Changed', updated_at: '2026-01-01T00:00:00Z' }, known);
    const before = await everything(test);
    const dry = await bring({ dryRun: true });
    expect(await everything(test)).toEqual(before);
    expect((await test.api.get(`identity/${uuid}`)).status).toBe(404);
    const wet = await bring();
    expect(dry.identities).toEqual(wet.identities);
    expect(dry.identities).toMatchObject({ inserted: 1, updated: 1 });
    expect([dry.images, wet.images]).toEqual([1, 1]);
    expect((await bring({ dryRun: true })).images).toBe(0);
  });
});
