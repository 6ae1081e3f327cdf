import { complaints, everything, expectNothingChanges, importInto, Inbox } from './support/imports.js';
import { embedding, faceFile, type FaceFileContent, manyFrames, pipelineFace } from './support/pipeline.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { randomUuid } from './support/factory.js';
import type { Report } from '../src/import/report.js';

interface Face {
  face_id: string;
  [field: string]: unknown;
}

describe('An imported face file', () => {
  let test: TestApp;
  let inbox: Inbox;
  let uuid: string;

  beforeAll(async () => {
    [test, inbox] = await Promise.all([getTestApp(), Inbox.create()]);
  });
  afterAll(() => Promise.all([test.close(), inbox.remove()]));
  beforeEach(() => {
    uuid = randomUuid();
  });

  const put = (kind: string, content: unknown): Promise<string> =>
    inbox.put(`${uuid}/${uuid}.${kind}.json`, content);
  const bring = async (content: FaceFileContent, kind = 'face', options = {}): Promise<Report> =>
    importInto(test, await put(kind, content), options);
  const stored = async (): Promise<Face[]> => (await test.api.get(`file/${uuid}/faces`)).body.data as Face[];
  const bind = (identity: string, face_id: string): Promise<unknown> =>
    test.api.post(`identity/${identity}/bind`, { file_uuid: uuid, face_id });

  it('becomes the faces of its video, which it makes known', async () => {
    const report = await bring(
      faceFile(
        {
          10: [pipelineFace({ trace_id: 0, pose_angle: { yaw: 3 } }), pipelineFace({ x: 400, trace_id: 1 })],
          11: [],
          12: [pipelineFace({ trace_id: 0 })],
        },
        { fps: 25, width: 1920, height: 1080, frame_count: 2000 },
      ),
      'face_traced',
    );
    expect(complaints(report)).toEqual([]);
    expect(report).toMatchObject({ frames: 3, traces: 2, faces: { inserted: 3, refused: 0 } });
    expect(report.unknown.count).toBe(0);
    const file = await test.api.get(`file/${uuid}`);
    expect(file.body).toMatchObject({
      name: uuid,
      fps: 25,
      width: 1920,
      height: 1080,
      frame_count: 2000,
      face_count: 3,
      trace_count: 2,
    });
    expect(await stored()).toEqual([
      expect.objectContaining({
        face_id: '10_0',
        frame_number: 10,
        time: 0.4,
        trace_id: 0,
        provenance: null,
      }),
      expect.objectContaining({ face_id: '10_1', bbox: { x: 400, y: 100, width: 50, height: 60 } }),
      expect.objectContaining({ face_id: '12_0', time: 0.48, confidence: 0.9 }),
    ]);
    await expectExactSummaries(test.dataSource);
  });

  it.each([
    ['w and h', { x: 1, y: 2, w: 3, h: 4 }],
    ['a bbox', { bbox: { x: 1, y: 2, width: 3, height: 4 } }],
    ['a bbox with w and h', { bbox: { x: 1, y: 2, w: 3, h: 4 } }],
  ])('may have its boxes as %s', async (_, box) => {
    const report = await bring(faceFile({ 1: [{ ...box, confidence: 1 }] }));
    expect(complaints(report)).toEqual([]);
    expect(await stored()).toMatchObject([{ bbox: { x: 1, y: 2, width: 3, height: 4 } }]);
  });

  it.each([
    ['behind its frames', (content: FaceFileContent) => ({ frames: content.frames, fps: 50 }), {}],
    ['by --fps', (content: FaceFileContent) => content, { fps: 50 }],
    ['under another name', (content: FaceFileContent) => ({ frame_rate: 50, ...content }), {}],
    ['itself, whatever --fps says', (content: FaceFileContent) => ({ fps: 50, ...content }), { fps: 30 }],
  ])('gets its fps %s', async (_, change, options) => {
    const report = await bring(change(faceFile({ 10: [pipelineFace()] }, {})), 'face', options);
    expect(complaints(report)).toEqual([]);
    expect(await stored()).toMatchObject([{ time: 0.2 }]);
  });

  it('gets its fps from what is known of the video', async () => {
    await test.api.put(`file/${uuid}`, { name: 'Known', fps: 50 });
    expect(complaints(await bring(faceFile({ 10: [pipelineFace()] }, {})))).toEqual([]);
    expect(await stored()).toMatchObject([{ time: 0.2 }]);
    expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({ name: 'Known', fps: 50 });
  });

  it('keeps its embeddings as float32, under the model that it names', async () => {
    const values = embedding();
    await bring(
      faceFile({ 1: [pipelineFace({ embedding: values })], 2: [pipelineFace({ embedding: null })] }),
    );
    const [row, ...others] = await test.dataSource.query<{ model: string; vector: Buffer }[]>(
      'SELECT model, vector FROM face_embedding WHERE file_uuid = $1',
      [uuid],
    );
    expect(others).toEqual([]);
    expect(row!.model).toBe('pipeline');
    expect(row!.vector).toEqual(Buffer.from(Float32Array.from(values).buffer));
    await bring(faceFile({ 1: [pipelineFace({ embedding: [1, 2, 3] })] }, { model: 'small', fps: 25 }));
    expect(
      await test.dataSource.query('SELECT model, dimension FROM face_embedding WHERE file_uuid = $1', [uuid]),
    ).toEqual([{ model: 'small', dimension: 3 }]);
  });

  it('tells what it has that is not understood', async () => {
    const report = await bring({
      ...faceFile({ 1: [pipelineFace({ mood: 'glad' })], 2: [pipelineFace({ mood: 'sad' })] }),
      detector: 'x',
      width: '1920',
      traces: { 0: { trace_id: 0 } },
    });
    expect(report.unknown.first.map(({ why }) => why).sort()).toEqual([
      'detector',
      'frames.*.faces.*.mood',
      'width',
    ]);
    expect(report.isFlawless).toBe(true);
  });

  it('tells that the model of its embeddings stands behind them', async () => {
    const report = await bring({
      ...faceFile({ 1: [pipelineFace({ embedding: embedding() })] }),
      model: 'late',
    });
    expect(report.unknown.first.map(({ why }) => why)).toEqual(['model: stands behind the frames']);
  });

  it('changes nothing when it comes again', async () => {
    const content = faceFile({
      1: [pipelineFace({ trace_id: 0, embedding: embedding(1) }), pipelineFace({ x: 700 })],
      2: [pipelineFace({ trace_id: 0, embedding: embedding(2) })],
    });
    await bring(content, 'face_traced');
    await expectNothingChanges(test, async () => {
      const report = await bring(content, 'face_traced');
      expect(report.faces).toEqual({ inserted: 0, updated: 0, unchanged: 3, deleted: 0, refused: 0 });
    });
  });

  it.each([23.976, 29.97, 24000 / 1001, 1 / 3, 1000])(
    'changes nothing when it comes again without embeddings, at %d frames per second',
    async (fps) => {
      const content = { ...manyFrames(3000, { trace_id: 0 }), fps };
      expect((await bring(content, 'face_traced')).faces).toMatchObject({ inserted: 3000 });
      await expectNothingChanges(test, () => bring(content, 'face_traced'));
      await expectExactSummaries(test.dataSource);
    },
  );

  it('is refused without fps even when it has no faces', async () => {
    await expectNothingChanges(test, async () => {
      expect(complaints(await bring(faceFile({ 1: [] }, {})))).toEqual([expect.stringContaining('--fps')]);
    });
  });

  it('replaces what another detector found, and keeps what people and matchers said', async () => {
    const [ann, bea] = [await test.factory.identity(), await test.factory.identity()];
    await bring(faceFile({ 1: [pipelineFace({ x: 100 }), pipelineFace({ x: 500 })], 2: [pipelineFace()] }));
    await bind(ann, '1_0');
    await test.api.post(`file/${uuid}/faces`, [
      {
        face_id: '1_1',
        frame_number: 1,
        confidence: 0.9,
        bbox: { x: 500, y: 100, width: 50, height: 60 },
        identity_uuid: bea,
        binding_confidence: 0.7,
      },
    ]);
    const report = await bring(
      faceFile({
        1: [pipelineFace({ x: 900 }), pipelineFace({ x: 102, confidence: 0.99 }), pipelineFace({ x: 498 })],
      }),
    );
    expect(report.faces).toMatchObject({ inserted: 1, updated: 2, deleted: 1, refused: 0 });
    expect(report.kept.count).toBe(0);
    expect(await stored()).toEqual([
      expect.objectContaining({ face_id: '1_0', identity_uuid: null }),
      expect.objectContaining({ face_id: '1_1', identity_uuid: ann, provenance: 'manual', confidence: 0.99 }),
      expect.objectContaining({ face_id: '1_2', identity_uuid: bea, binding_confidence: 0.7 }),
    ]);
    await expectExactSummaries(test.dataSource);
  });

  it('keeps and tells the faces that it lacks and a person had bound', async () => {
    const ann = await test.factory.identity();
    await bring(faceFile({ 1: [pipelineFace()], 2: [pipelineFace()] }));
    await bind(ann, '1_0');
    const report = await bring(faceFile({ 1: [pipelineFace({ x: 900 })], 2: [pipelineFace()] }));
    expect(report.kept).toMatchObject({
      count: 1,
      first: [{ face_id: '1_1', previous_face_id: '1_0' }],
    });
    expect(report.isFlawless).toBe(true);
    expect((await stored()).map(({ face_id, identity_uuid }) => [face_id, identity_uuid])).toEqual([
      ['1_0', null],
      ['1_1', ann],
      ['2_0', null],
    ]);
  });

  it('leaves the traces of what stays when it knows none', async () => {
    await bring(
      faceFile({ 1: [pipelineFace({ trace_id: 3 })], 2: [pipelineFace({ trace_id: 3 })] }),
      'face_traced',
    );
    const report = await bring(faceFile({ 1: [pipelineFace({ x: 101 })], 2: [pipelineFace({ x: 900 })] }));
    expect(report.faces).toMatchObject({ inserted: 1, updated: 1, deleted: 1 });
    expect((await stored()).map(({ face_id, trace_id }) => [face_id, trace_id])).toEqual([
      ['1_0', 3],
      ['2_0', null],
    ]);
    expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({ trace_count: 1 });
  });

  it('empties its video when it has no faces', async () => {
    await bring(faceFile({ 1: [pipelineFace({ trace_id: 0 })] }));
    expect((await bring(faceFile({ 1: [] }))).faces).toMatchObject({ deleted: 1 });
    expect((await test.api.get(`file/${uuid}`)).body).toMatchObject({ face_count: 0, trace_count: 0 });
  });

  it.each([0.9, 1e-9, 1e-320, -24, 0, 1e9, '24', null, [24]])(
    'does not take %j for its fps unless it is one',
    async (fps) => {
      const report = await bring(faceFile({ 1: [pipelineFace()] }, { fps }));
      expect(report.faces.inserted).toBe(fps === 0.9 ? 1 : 0);
      if (fps !== 0.9) expect(complaints(report)).toEqual([expect.stringMatching(/frame rate .*--fps/)]);
    },
  );

  it('is refused, and leaves no video behind, when nobody knows its fps', async () => {
    await expectNothingChanges(test, async () => {
      const report = await bring(faceFile({ 1: [pipelineFace()], 2: [pipelineFace()] }, {}));
      expect(report.unread.count).toBe(1);
      expect(report.videos.size).toBe(0);
      expect(report.isFlawless).toBe(false);
    });
  });

  it('changes nothing in a dry run, and says what it would', async () => {
    await bring(faceFile({ 1: [pipelineFace()], 2: [pipelineFace()] }));
    const content = faceFile({ 1: [pipelineFace({ confidence: 0.5 })], 3: [pipelineFace()], 4: [{}] });
    const before = await everything(test);
    const dry = await bring(content, 'face', { dryRun: true });
    expect(await everything(test)).toEqual(before);
    const wet = await bring(content);
    expect(dry.faces).toEqual(wet.faces);
    expect(dry.faces).toMatchObject({ inserted: 1, updated: 1, refused: 1 });
    expect(complaints(dry)).toEqual(complaints(wet));
  });
});
