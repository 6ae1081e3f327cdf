import { createHash } from 'node:crypto';
import { countsOf, type Line, linesByFile, linesOf, ofType } from './support/archive.js';
import { manyChunks, manyFaces } from './support/bulk.js';
import { jpeg } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** A uuid of one digit. */
const uuid = (digit: string): string => digit.repeat(32);
const [ANN, BEA, FILM] = [uuid('a'), uuid('b'), uuid('1')];

/** Quotes, backslashes, line breaks and other control characters, and what lies beyond ASCII. */
const ODD = 'Ann "\\" O\'Hara\t\n\r\u0001\u0002\u001f\u007f\u2028 日本 🎬 {"type":"face"}';

/** Where the factory puts detections. */
const bbox = { x: 10, y: 20, width: 30, height: 40 };

describe('the export of the archive', () => {
  let test: TestApp;

  beforeEach(async () => {
    test = await getTestApp();
  });
  afterEach(() => test.close());

  /** The lines, whose counts are as the last one says. */
  async function exported(): Promise<Line[]> {
    const { status, text } = await test.api.get('export');
    expect(status).toBe(200);
    const lines = linesOf(text);
    expect(lines.at(-1)).toEqual(countsOf(lines));
    return lines;
  }

  const sql = (text: string, values?: unknown[]): Promise<unknown> => test.dataSource.query(text, values);

  it('is a first and a last line where there is nothing', async () => {
    const [head, end, ...others] = await exported();
    expect(head).toEqual({ type: 'export', version: 1, exported_at: expect.stringMatching(/^20.*Z$/) });
    expect(Math.abs(Date.parse(head!.exported_at as string) - Date.now())).toBeLessThan(60_000);
    expect(end).toEqual({
      type: 'end',
      identities: 0,
      files: 0,
      faces: 0,
      chunks: 0,
      bindings: 0,
      rejections: 0,
      images: 0,
    });
    expect(others).toEqual([]);
  });

  it('has each identity by its uuid, with its aliases and what its image is', async () => {
    const image = await jpeg();
    await test.api.post('identity/upload', {
      identity_uuid: BEA,
      name: 'Bea',
      tmdb_profile: 'https://b.jpg',
    });
    await test.api.post('identity/upload', { identity_uuid: uuid('f'), name: 'Bea' });
    await test.api.post('identity/upload', { identity_uuid: uuid('c'), name: 'Bea' });
    await test.api.upload(`identity/${BEA}/profile-image`, image);
    await test.api.post('identity/upload', {
      identity_uuid: ANN,
      name: ODD,
      identity_type: 'people',
      source: 'merged',
      status: 'pending',
      tmdb_id: 112,
      tmdb_profile: 'https://example.org/"a".jpg',
      metadata: { [ODD]: [ODD, 1e300, -0.1, null, true, {}] },
    });
    await sql(`UPDATE identity SET reference_data = '{"k": 1e300}', created_at = '2026-05-16 14:00:00.123456+02',
      updated_at = CASE name WHEN 'Bea' THEN timestamptz '2026-05-17 10:00:00.98Z' END`);
    const moments = { created_at: '2026-05-16T12:00:00.123456Z', reference_data: { k: 1e300 } };
    expect(ofType(await exported(), 'identity')).toEqual([
      {
        type: 'identity',
        identity_uuid: ANN,
        name: ODD,
        identity_type: 'people',
        source: 'merged',
        status: 'pending',
        tmdb_id: 112,
        tmdb_profile: 'https://example.org/"a".jpg',
        metadata: { [ODD]: [ODD, 1e300, -0.1, null, true, {}] },
        ...moments,
        updated_at: null,
        aliases: [],
        image: null,
      },
      {
        type: 'identity',
        identity_uuid: BEA,
        name: 'Bea',
        identity_type: null,
        source: '.json',
        status: 'confirmed',
        tmdb_id: null,
        tmdb_profile: null,
        metadata: {},
        ...moments,
        updated_at: '2026-05-17T10:00:00.980000Z',
        aliases: [uuid('c'), uuid('f')],
        image: { type: 'jpg', sha256: createHash('sha256').update(image).digest('hex') },
      },
    ]);
  });

  it('has each file by its uuid', async () => {
    const created_at = new Date('2026-05-16T12:00:00.123Z');
    const film = { fps: 23.976, duration: 6780.5, frame_count: 162_567, width: 1920, height: 1080 };
    await test.factory.file({ file_uuid: uuid('2'), fps: null, duration: null, created_at });
    await test.factory.file({ file_uuid: FILM, name: ODD, ...film, created_at, updated_at: created_at });
    const moment = '2026-05-16T12:00:00.123000Z';
    const unknown = { fps: null, duration: null, frame_count: null, width: null, height: null };
    const [one, two] = [
      { type: 'file', file_uuid: FILM, name: ODD, ...film, created_at: moment, updated_at: moment },
      {
        type: 'file',
        file_uuid: uuid('2'),
        name: 'film.mp4',
        ...unknown,
        created_at: moment,
        updated_at: null,
      },
    ];
    expect((await exported()).slice(1, -1)).toEqual([one, two]);
  });

  it('has behind each file its detections by frame and face_id, then its chunks by frame and id', async () => {
    await test.factory.file({ file_uuid: FILM });
    const seen = { confidence: 0.9, trace_id: null, bbox };
    const said = { chunk_type: 'sentence', fps: 24, start_time: 0.5, end_time: 1.25, text_content: 'Hello' };
    await test.factory.faces(FILM, [
      { frame_number: 10, face_id: '10_1', confidence: 0.1, trace_id: 7 },
      { frame_number: 10, face_id: '10_0', time: 1e-7 },
      { frame_number: 9, face_id: ODD, x: -0.5 },
    ]);
    await test.factory.chunk(FILM, { start_frame: 5, chunk_id: ODD, ...said, text: ODD, speaker: ODD });
    await test.factory.chunk(FILM, { start_frame: 5, chunk_id: 'c', ...said });
    await test.factory.chunk(FILM, { start_frame: 1, end_frame: 2, chunk_id: 'd', ...said });
    const unlabelled = { speaker: null, text: null };
    expect((await exported()).slice(2, -1)).toEqual([
      { type: 'face', face_id: ODD, frame_number: 9, time: 0.375, ...seen, bbox: { ...bbox, x: -0.5 } },
      { type: 'face', face_id: '10_0', frame_number: 10, time: 1e-7, ...seen },
      {
        type: 'face',
        face_id: '10_1',
        frame_number: 10,
        time: 10 / 24,
        ...seen,
        confidence: 0.1,
        trace_id: 7,
      },
      { type: 'chunk', id: 2, chunk_id: 'd', start_frame: 1, end_frame: 2, ...said, ...unlabelled },
      {
        type: 'chunk',
        id: 0,
        chunk_id: ODD,
        start_frame: 5,
        end_frame: 28,
        ...said,
        speaker: ODD,
        text: ODD,
      },
      { type: 'chunk', id: 1, chunk_id: 'c', start_frame: 5, end_frame: 28, ...said, ...unlabelled },
    ]);
  });

  it('has an embedding to the bit with the detection that has one, and no other', async () => {
    await test.factory.file({ file_uuid: FILM });
    await test.factory.faces(FILM, [{ frame_number: 1 }, { frame_number: 2 }, { frame_number: 3 }]);
    const long = Buffer.from(Float32Array.from({ length: 512 }, () => Math.random() - 0.5).buffer);
    const odd = Buffer.from(new Float32Array([-0, 3e38, 1e-45]).buffer);
    await sql(`INSERT INTO face_embedding VALUES ($1, '1_0', 'arcface', 512, $2)`, [FILM, long]);
    await sql(`INSERT INTO face_embedding VALUES ($1, '3_0', $2, 3, $3)`, [FILM, ODD, odd]);
    const faces = ofType(await exported(), 'face');
    expect(faces.map(({ embedding }) => embedding)).toEqual([
      { model: 'arcface', dimension: 512, values: long.toString('base64') },
      undefined,
      { model: ODD, dimension: 3, values: odd.toString('base64') },
    ]);
    expect(Object.keys(faces[1]!)).not.toContain('embedding');
  });

  it('has what a person and what a matcher has bound', async () => {
    await test.factory.identity({ identity_uuid: ANN });
    await test.factory.identity({ identity_uuid: BEA });
    await test.factory.file({ file_uuid: FILM });
    const frames = [1, 2, 3, 4, 5, 6];
    await test.factory.faces(
      FILM,
      frames.map((frame_number) => ({ frame_number, trace_id: frame_number % 2 })),
    );
    await test.api.post(`identity/${BEA}/bind`, { file_uuid: FILM, trace_id: 1 });
    await test.api.post(`identity/${BEA}/unbind`, { file_uuid: FILM, face_id: '3_0' });
    await sql(
      `UPDATE face_detection SET provenance = 'auto', identity_uuid = $1,
      binding_confidence = nullif(frame_number, 6) / 8.0 WHERE trace_id = 0`,
      [ANN],
    );
    const binding = { type: 'binding', identity_uuid: ANN, provenance: 'auto', confidence: null };
    expect(ofType(await exported(), 'binding')).toEqual([
      { ...binding, confidence: 0.25, face_ids: ['2_0'] },
      { ...binding, confidence: 0.5, face_ids: ['4_0'] },
      { ...binding, face_ids: ['6_0'] },
      { ...binding, identity_uuid: BEA, provenance: 'manual', face_ids: ['1_0', '5_0'] },
    ]);
  });

  it('has the detections of which a person said that they are nobody’s', async () => {
    await test.factory.file({ file_uuid: FILM });
    await test.factory.faces(FILM, [{ frame_number: 3, provenance: 'manual' }]);
    expect(ofType(await exported(), 'binding')).toEqual([
      { type: 'binding', identity_uuid: null, provenance: 'manual', confidence: null, face_ids: ['3_0'] },
    ]);
  });

  it('has behind the bindings of a file what a person has unbound, by frame', async () => {
    await test.factory.identity({ identity_uuid: ANN });
    await test.factory.identity({ identity_uuid: BEA });
    await test.factory.file({ file_uuid: FILM });
    await test.factory.faces(
      FILM,
      [12, 3, 4].map((frame_number) => ({ frame_number, trace_id: 1, identity_uuid: BEA, x: 0.1 })),
    );
    await test.api.post(`identity/${BEA}/unbind`, { file_uuid: FILM, trace_id: 1 });
    await test.api.post(`identity/${ANN}/bind`, { file_uuid: FILM, face_id: '3_0' });
    await test.api.post(`identity/${ANN}/unbind`, { file_uuid: FILM, face_id: '12_0' });
    const rejection = { type: 'rejection', bbox: { ...bbox, x: 0.1 } };
    const lines = await exported();
    expect(lines.slice(-5)).toEqual([
      { ...rejection, identity_uuid: BEA, frame_number: 3 },
      { ...rejection, identity_uuid: BEA, frame_number: 4 },
      { ...rejection, identity_uuid: ANN, frame_number: 12 },
      { ...rejection, identity_uuid: BEA, frame_number: 12 },
      countsOf(lines),
    ]);
  });

  it.each([1000, 2001])('has %i bindings of a kind in lines of at most 1,000, in order', async (count) => {
    await test.factory.identity({ identity_uuid: ANN });
    await manyFaces(test.dataSource, await test.factory.file(), ANN, count);
    const bindings = ofType(await exported(), 'binding').map(({ face_ids }) => face_ids as string[]);
    expect(bindings.map(({ length }) => length)).toEqual(count === 1000 ? [1000] : [1000, 1000, 1]);
    expect(bindings.flat()).toEqual(Array.from({ length: count }, (_, index) => `${index + 1}_0`));
  });

  it('takes a line each also where JSON was stored with line breaks', async () => {
    await test.factory.identity({ identity_uuid: ANN });
    await sql(`UPDATE identity SET metadata = E'{\\n\\t"k":\\r\\n [1e300, "\\\\n"]\\n}'`);
    const { text } = await test.api.get('export');
    expect(linesOf(text)[1]!.metadata).toEqual({ k: [1e300, '\n'] });
    expect(text).toContain('1e300');
  });

  it('keeps files apart, be they small or large', async () => {
    await test.factory.identity({ identity_uuid: ANN });
    const sizes = [3, 1500, 0, 996, 2, 2, 0, 1100, 1];
    const names = [];
    for (const [index, size] of sizes.entries()) {
      const file = await test.factory.file({ file_uuid: uuid(String(index)) });
      await manyFaces(test.dataSource, file, ANN, size);
      await manyChunks(test.dataSource, file, Math.min(size, 2));
      names.push({ file, faces: Array.from({ length: size }, (_, frame) => `${frame + 1}_0`) });
    }
    const files = linesByFile((await exported()).slice(0, -1));
    expect([...files.keys()]).toEqual(names.map(({ file }) => file));
    for (const { file, faces } of names) {
      const lines = files.get(file)!;
      expect(ofType(lines, 'face').map(({ face_id }) => face_id)).toEqual(faces);
      expect(ofType(lines, 'binding').flatMap(({ face_ids }) => face_ids)).toEqual(faces);
      const order = lines.map(({ type }) => ['file', 'face', 'chunk', 'binding'].indexOf(type));
      expect(order).toEqual(order.toSorted((one, other) => one - other));
      expect(ofType(lines, 'chunk')).toHaveLength(Math.min(faces.length, 2));
    }
  });

  it('holds thousands of files, each once and in order', async () => {
    await sql(`INSERT INTO file (file_uuid, name, sort_key, face_count)
      SELECT md5(n::text)::uuid, n || '.mp4', n, 1 FROM generate_series(1, 2500) n`);
    await sql(`INSERT INTO face_detection (file_uuid, face_id, frame_number, "time", confidence, x, y, width, height)
      SELECT file_uuid, name, 1, 1, 1, 1, 1, 1, 1 FROM file`);
    const files = linesByFile((await exported()).slice(0, -1));
    expect(files.size).toBe(2500);
    expect([...files.keys()]).toEqual([...files.keys()].sort());
    for (const [file, face, ...others] of files.values()) {
      expect([face!.face_id, others]).toEqual([file!.name, []]);
    }
  });

  it('is refused without a key, and with parameters that it does not know', async () => {
    expect((await test.api.call('GET', 'export', { headers: { 'X-API-Key': 'wrong' } })).status).toBe(401);
    for (const query of ['images=yes', 'image=true', 'images=true&images=true', 'images=']) {
      const { status, body } = await test.api.get(`export?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, 'invalid_request']);
    }
  });

  it.each(['GET', 'HEAD'])('comes as a file to keep, of this moment: %s', async (method) => {
    const { status, headers, text } = await test.api.call(method, 'export');
    const today = new Date().toISOString().slice(0, 10);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="momentry-export-${today}.ndjson"`,
      'cache-control': 'no-store',
    });
    expect(text === '').toBe(method === 'HEAD');
  });
});
