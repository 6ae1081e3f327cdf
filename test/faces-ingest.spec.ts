import type { Answer } from './support/api-client.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { randomUuid } from './support/factory.js';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const box = (x = 100, y = 100, width = 100, height = 100): Box => ({ x, y, width, height });

interface Face {
  face_id: string;
  frame_number: number;
  confidence: number;
  bbox: Box;
  [field: string]: unknown;
}

/** A detection as it is sent. */
const face = (face_id: string, given: Partial<Face> = {}): Face => ({
  face_id,
  frame_number: Number(/\d+/.exec(face_id)![0]),
  confidence: 0.9,
  bbox: box(),
  ...given,
});

describe('POST /file/:file_uuid/faces', () => {
  let test: TestApp;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    file = await test.factory.file({ fps: 25 });
  });

  const send = (rows: unknown, query = ''): Promise<Answer> =>
    test.api.post(`file/${file}/faces${query}`, rows);
  const replace = (rows: unknown): Promise<Answer> => send(rows, '?complete=true');
  const stored = async (): Promise<Face[]> => {
    const { body } = await test.api.get(`file/${file}/faces`);
    return body.data as Face[];
  };
  const ids = async (): Promise<string[]> => (await stored()).map(({ face_id }) => face_id);
  const counts = ({ body }: Answer): number[] => [
    body.inserted as number,
    body.updated as number,
    body.unchanged as number,
    body.deleted as number,
    body.refused as number,
  ];
  const bind = (identity: string, face_id: string): Promise<Answer> =>
    test.api.post(`identity/${identity}/bind`, { file_uuid: file, face_id });

  it('takes detections and gives them back', async () => {
    const answer = await send([
      face('10_0', { trace_id: 3, time: 0.41 }),
      face('10_1', { bbox: box(500), confidence: 0.5 }),
    ]);
    expect(answer.body).toMatchObject({
      success: true,
      file_uuid: file,
      message: '2 inserted',
      inserted: 2,
      refused: 0,
      refusals: [],
    });
    expect(await stored()).toEqual([
      {
        file_uuid: file,
        frame_number: 10,
        face_id: '10_0',
        confidence: 0.9,
        trace_id: 3,
        time: 0.41,
        bbox: box(),
        identity_uuid: null,
        provenance: null,
        binding_confidence: null,
      },
      expect.objectContaining({ face_id: '10_1', time: 0.4, trace_id: null, confidence: 0.5 }),
    ]);
  });

  it('counts what came in, with the file and its traces', async () => {
    await send([face('1_0', { trace_id: 0 }), face('2_0', { trace_id: 0 }), face('3_0')]);
    const { body } = await test.api.get(`file/${file}`);
    expect(body).toMatchObject({ face_count: 3, trace_count: 1 });
    const traces = await test.api.get(`file/${file}/traces`);
    expect(traces.body.data).toEqual([
      expect.objectContaining({ trace_id: 0, face_count: 2, start_frame: 1, end_frame: 2 }),
    ]);
  });

  it('changes nothing when the same rows come again', async () => {
    const rows = [face('1_0', { trace_id: 1 }), face('1_1', { bbox: box(500) }), face('face_7')];
    expect(counts(await send(rows))).toEqual([3, 0, 0, 0, 0]);
    expect(counts(await send(rows))).toEqual([0, 0, 3, 0, 0]);
    expect(counts(await replace(rows))).toEqual([0, 0, 3, 0, 0]);
  });

  it('takes back what GET gave', async () => {
    const person = await test.factory.identity();
    await send([face('1_0', { trace_id: 1 }), face('1_1', { bbox: box(500) })]);
    await bind(person, '1_0');
    expect(counts(await replace(await stored()))).toEqual([0, 0, 2, 0, 0]);
  });

  it('knows a detection by its place when another detector numbers anew', async () => {
    const [ann, bea] = [await test.factory.identity(), await test.factory.identity()];
    await send([face('1_0', { bbox: box(100) }), face('1_1', { bbox: box(500) })]);
    await bind(ann, '1_0');
    await bind(bea, '1_1');
    const answer = await replace([
      face('1_0', { bbox: box(900) }),
      face('1_1', { bbox: box(110) }),
      face('1_2', { bbox: box(495) }),
    ]);
    expect(counts(answer)).toEqual([1, 2, 0, 0, 0]);
    expect(await stored()).toEqual([
      expect.objectContaining({ face_id: '1_0', identity_uuid: null }),
      expect.objectContaining({ face_id: '1_1', identity_uuid: ann, provenance: 'manual' }),
      expect.objectContaining({ face_id: '1_2', identity_uuid: bea, provenance: 'manual' }),
    ]);
  });

  it('pairs the boxes that overlap best first', async () => {
    const [ann, bea] = [await test.factory.identity(), await test.factory.identity()];
    // 1_0 overlaps both new ones; the one for which it is worse is 1_1's best.
    await send([face('1_0', { bbox: box(100) }), face('1_1', { bbox: box(130) })]);
    await bind(ann, '1_0');
    await bind(bea, '1_1');
    await replace([face('1_0', { bbox: box(128) }), face('1_1', { bbox: box(90) })]);
    expect(await stored()).toEqual([
      expect.objectContaining({ face_id: '1_0', identity_uuid: bea }),
      expect.objectContaining({ face_id: '1_1', identity_uuid: ann }),
    ]);
  });

  it.each([
    ['half', 50, 1],
    ['less than half', 51, 0],
  ])('takes boxes that overlap by %s for the same face or not', async (_, narrower, updated) => {
    const person = await test.factory.identity();
    await send([face('1_0', { bbox: box(0, 0, 100, 100) })]);
    await bind(person, '1_0');
    const answer = await send([face('1_1', { bbox: box(0, 0, 100 - narrower, 100) })]);
    expect(answer.body).toMatchObject({ updated, inserted: 1 - updated });
  });

  it('pairs a crowd of equal boxes in no time, each with one', async () => {
    const crowd = (first: number, x: number): Face[] =>
      Array.from({ length: 300 }, (_, index) => face(`1_${first + index}`, { bbox: box(x) }));
    await send(crowd(0, 100));
    expect(counts(await replace(crowd(500, 101)))).toEqual([0, 300, 0, 0, 0]);
  });

  it('keeps a binding when the trace is another', async () => {
    const person = await test.factory.identity();
    await send([face('1_0', { trace_id: 1 }), face('2_0', { trace_id: 1 })]);
    await bind(person, '1_0');
    await replace([face('1_0', { trace_id: 8 }), face('2_0', { trace_id: 9 })]);
    const { body } = await test.api.get(`identity/${person}/files`);
    expect(body.data).toEqual([expect.objectContaining({ face_count: 2, trace_count: 2 })]);
  });

  it('removes what complete output lacks, and keeps and reports what a person had bound', async () => {
    const person = await test.factory.identity();
    await send([face('1_0'), face('2_0', { trace_id: 4 }), face('3_0')]);
    await bind(person, '2_0');
    const answer = await replace([face('3_0')]);
    expect(answer.body).toMatchObject({
      deleted: 1,
      unchanged: 1,
      kept: 1,
      kept_faces: [{ face_id: '2_0', previous_face_id: '2_0', identity_uuid: person }],
    });
    expect(await ids()).toEqual(['2_0', '3_0']);
    expect((await replace([face('3_0')])).body).toMatchObject({ updated: 0, unchanged: 1, kept: 1 });
  });

  it('gives a kept detection a free face_id where its own is taken', async () => {
    const person = await test.factory.identity();
    await send([face('1_0'), face('1_1', { bbox: box(500) })]);
    await bind(person, '1_0');
    const rows = [face('1_0', { bbox: box(800) }), face('1_1', { bbox: box(500) })];
    expect((await replace(rows)).body).toMatchObject({
      inserted: 1,
      unchanged: 1,
      deleted: 0,
      kept_faces: [{ face_id: '1_2', previous_face_id: '1_0', identity_uuid: person }],
    });
    expect(await ids()).toEqual(['1_0', '1_1', '1_2']);
    expect((await replace(rows)).body).toMatchObject({ inserted: 0, updated: 0, unchanged: 2, kept: 1 });
    const { body } = await test.api.get(`identity/${person}/faces`);
    expect(body.data).toEqual([expect.objectContaining({ face_id: '1_2', bbox: box() })]);
  });

  it('lets a kept detection follow its trace', async () => {
    const person = await test.factory.identity();
    await send([1, 2, 3].map((frame) => face(`${frame}_0`, { trace_id: 5 })));
    await bind(person, '1_0');
    await replace([face('1_0', { trace_id: 2 }), face('3_0', { trace_id: 2 })]);
    expect((await stored()).map(({ face_id, trace_id }) => [face_id, trace_id])).toEqual([
      ['1_0', 2],
      ['2_0', 2],
      ['3_0', 2],
    ]);
  });

  it('removes nothing where a row was refused', async () => {
    await send([face('1_0'), face('2_0')]);
    const answer = await replace([face('1_0'), { face_id: 'x' }]);
    expect(counts(answer)).toEqual([0, 0, 1, 0, 1]);
    expect(await ids()).toEqual(['1_0', '2_0']);
  });

  it('empties a file whose complete output is empty', async () => {
    await send([face('1_0'), face('2_0', { trace_id: 1 })]);
    expect(counts(await replace([]))).toEqual([0, 0, 0, 2, 0]);
    const { body } = await test.api.get(`file/${file}`);
    expect(body).toMatchObject({ face_count: 0, trace_count: 0 });
  });

  it('lets a matcher bind what nobody has bound, and never override a person', async () => {
    const [ann, bea] = [await test.factory.identity(), await test.factory.identity()];
    const rows = ['1_0', '2_0', '3_0', '4_0'];
    await send(rows.map((id) => face(id)));
    await bind(ann, '1_0');
    await bind(bea, '2_0');
    await test.api.post(`identity/${bea}/unbind`, { file_uuid: file, face_id: '2_0' });
    await send([face('3_0', { identity_uuid: ann })]);
    const guess = { identity_uuid: bea, binding_confidence: 0.7 };
    await send(rows.map((id) => face(id, guess)));
    expect(
      (await stored()).map((each) => [each.identity_uuid, each.provenance, each.binding_confidence]),
    ).toEqual([
      [ann, 'manual', null],
      [null, null, null],
      [bea, 'auto', 0.7],
      [bea, 'auto', 0.7],
    ]);
  });

  it('lets a person confirm what a matcher guessed', async () => {
    const [ann, bea] = [await test.factory.identity(), await test.factory.identity()];
    await send([face('1_0', { identity_uuid: ann, binding_confidence: 0.7 })]);
    const { body } = await bind(ann, '1_0');
    expect(body.data).toMatchObject({ rows_affected: 0, previous_identity_uuid: null });
    await send([face('1_0', { identity_uuid: bea })]);
    expect(await stored()).toEqual([
      expect.objectContaining({ identity_uuid: ann, provenance: 'manual', binding_confidence: null }),
    ]);
  });

  it('binds by an alias to the one it leads to', async () => {
    const person = await test.factory.identity({ name: 'Alias Bearer' });
    const alias = randomUuid();
    await test.api.post('identity/upload', { identity_uuid: alias, name: 'Alias Bearer' });
    await send([face('1_0', { identity_uuid: alias })]);
    expect(await stored()).toEqual([expect.objectContaining({ identity_uuid: person })]);
  });

  it.each([
    [
      'an array that is cut off',
      'application/json',
      `[${JSON.stringify(face('1_0'))}`,
      400,
      'malformed_json',
    ],
    ['a row of over a megabyte', 'application/json', `["${'x'.repeat(3 * 2 ** 20)}"]`, 413, 'body_too_large'],
    ['a table', 'text/csv', 'face_id,frame_number', 415, 'unsupported_media_type'],
  ])('refuses %s as a whole', async (_, type, body, status, code) => {
    const answer = await test.api.call('POST', `file/${file}/faces`, {
      headers: { 'Content-Type': type },
      body,
    });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await ids()).toEqual([]);
  });

  it('takes NDJSON, blank lines and all, plain and zipped', async () => {
    const { gzipSync } = await import('node:zlib');
    const lines = `${JSON.stringify(face('1_0'))}\r\n\n${JSON.stringify(face('2_0'))}`;
    const headers = { 'Content-Type': 'application/x-ndjson' };
    expect(counts(await test.api.call('POST', `file/${file}/faces`, { headers, body: lines }))).toEqual([
      2, 0, 0, 0, 0,
    ]);
    const zipped = { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: gzipSync(lines) };
    expect(counts(await test.api.call('POST', `file/${file}/faces`, zipped))).toEqual([0, 0, 2, 0, 0]);
  });

  it('keeps embeddings as float32, with their model', async () => {
    const values = Array.from({ length: 512 }, (_, index) => index / 512);
    await send([
      face('1_0', { embedding: { model: 'pipeline', values } }),
      face('2_0', {
        embedding: { model: 'tiny', values: Buffer.from(Float32Array.of(1, -2.5).buffer).toString('base64') },
      }),
    ]);
    const rows = await test.dataSource.query<{ model: string; dimension: number; vector: Buffer }[]>(
      'SELECT model, dimension, vector FROM face_embedding WHERE file_uuid = $1 ORDER BY face_id',
      [file],
    );
    expect(rows.map(({ model, dimension }) => [model, dimension])).toEqual([
      ['pipeline', 512],
      ['tiny', 2],
    ]);
    expect(rows[0]!.vector.readFloatLE(4 * 256)).toBe(0.5);
    expect(rows[1]!.vector).toEqual(Buffer.from(Float32Array.of(1, -2.5).buffer));
    // Rows that say nothing of it leave it alone; a detection that moves takes it along.
    await replace([face('1_5'), face('2_0')]);
    const kept = await test.dataSource.query<unknown[]>(
      'SELECT face_id FROM face_embedding WHERE file_uuid = $1 ORDER BY 1',
      [file],
    );
    expect(kept).toEqual([{ face_id: '1_5' }, { face_id: '2_0' }]);
  });

  it.each([
    ['a wrong type', { confidence: '0.9' }, '#/confidence', 'must be number'],
    ['a confidence over 1', { confidence: 1.5 }, '#/confidence', 'must be <= 1'],
    ['a negative frame', { frame_number: -1 }, '#/frame_number', 'must be >= 0'],
    ['half a frame', { frame_number: 1.5 }, '#/frame_number', 'must be integer'],
    [
      'a frame that is not the face_id’s',
      { frame_number: 2 },
      '#/face_id',
      'names another frame than frame_number',
    ],
    [
      'a face_id of another form',
      { face_id: 'face-1' },
      '#/face_id',
      expect.stringContaining('must match pattern'),
    ],
    ['a box without width', { bbox: { x: 1, y: 1, height: 1 } }, '#/bbox/width', 'is missing'],
    ['a box of no width', { bbox: box(1, 1, 0, 1) }, '#/bbox/width', expect.stringContaining('must be >=')],
    ['a box above the picture', { bbox: box(1, -50, 10, 10) }, '#/bbox', 'lies wholly outside the picture'],
    ['an unknown field', { colour: 'red' }, '#/colour', 'is not known here'],
    ['an unknown identity', { identity_uuid: 'f'.repeat(32) }, '#/identity_uuid', 'is no identity'],
    ['another file', { file_uuid: 'f'.repeat(32) }, '#/file_uuid', 'is not the file of the path'],
    [
      'an embedding of a wrong length',
      { embedding: { model: 'pipeline', values: [1, 2] } },
      '#/embedding/values',
      'must be 512 values, as the model pipeline has; these are 2',
    ],
    [
      'an embedding beyond float32',
      { embedding: { model: 'm', values: [1e39] } },
      '#/embedding/values',
      expect.stringContaining('must be finite'),
    ],
    [
      'an embedding of no base64',
      { embedding: { model: 'm', values: 'no base64' } },
      '#/embedding/values',
      expect.stringContaining('must be finite'),
    ],
    [
      'NUL in a model',
      { embedding: { model: 'a\0b', values: [1] } },
      '#/embedding/model',
      expect.stringContaining('NUL'),
    ],
  ])('refuses a row with %s, and takes the others', async (_, given, pointer, detail) => {
    const answer = await send([face('7_0'), face('1_0', given as Partial<Face>), face('8_0')]);
    expect(counts(answer)).toEqual([2, 0, 0, 0, 1]);
    expect(answer.body.refusals).toEqual([{ line: 2, pointer, detail }]);
    expect(await ids()).toEqual(['7_0', '8_0']);
  });

  it('lets no refused row decide how long the embeddings of a model are', async () => {
    const embedding = (model: string, ...values: number[]): Partial<Face> => ({
      embedding: { model, values },
    });
    const answer = await send([
      face('1_0', { ...embedding('new', 1, 2, 3), bbox: box(1, -50, 10, 10) }),
      face('2_0', embedding('new', 1, 2)),
      face('3_0', embedding('new', 1)),
    ]);
    expect(counts(answer)).toEqual([1, 0, 0, 0, 2]);
    expect(answer.body.refusals).toEqual([
      { line: 1, pointer: '#/bbox', detail: 'lies wholly outside the picture' },
      {
        line: 3,
        pointer: '#/embedding/values',
        detail: 'must be 2 values, as the model new has; these are 1',
      },
    ]);
  });

  it('says what a provenance may be', async () => {
    const { body } = await send([face('1_0', { provenance: 'guess' })]);
    expect(body.refusals).toEqual([
      { line: 1, pointer: '#/provenance', detail: 'must be one of manual, auto, null' },
    ]);
  });
});
