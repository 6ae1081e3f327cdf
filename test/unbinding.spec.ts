import { Bindings } from './support/bindings.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('POST /api/v1/identity/:identity_uuid/unbind', () => {
  let test: TestApp;
  let bindings: Bindings;
  let file: string;
  let cary: string;
  let audrey: string;

  beforeAll(async () => {
    test = await getTestApp();
    bindings = new Bindings(test);
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    file = await test.factory.file();
    cary = await test.factory.identity({ name: 'Cary Grant' });
    audrey = await test.factory.identity({ name: 'Audrey Hepburn' });
  });

  /** Detections of trace 5 in the frames 1, 2, …, each somebody's or nobody's. */
  const trace = (...owners: (string | null)[]): Promise<void> =>
    test.factory.faces(
      file,
      owners.map((identity_uuid, index) => ({ frame_number: index + 1, trace_id: 5, identity_uuid })),
    );

  it('unbinds one detection and leaves the others of its trace', async () => {
    await trace(cary, cary, cary);
    const { status, body } = await bindings.unbind(cary, { file_uuid: file, face_id: '2_0' });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      message: 'Unbound from Cary Grant: 1 detection',
      data: { file_uuid: file, face_id: '2_0', trace_id: 5, rows_affected: 1 },
    });
    expect(await bindings.faces(cary, file)).toEqual(['1_0', '3_0']);
  });

  it('unbinds a whole trace', async () => {
    await trace(cary, cary, null);
    await test.factory.faces(file, [{ frame_number: 9, trace_id: 6, identity_uuid: cary }]);
    const { status, body } = await bindings.unbind(cary, { file_uuid: file, trace_id: 5 });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      message: 'Unbound from Cary Grant: 2 detections',
      data: { file_uuid: file, face_id: null, trace_id: 5, rows_affected: 2 },
    });
    expect(await bindings.faces(cary, file)).toEqual(['9_0']);
  });

  it('keeps the detection, which can be bound again', async () => {
    await test.factory.faces(file, [{ frame_number: 7, identity_uuid: cary }]);
    await bindings.unbind(cary, { file_uuid: file, face_id: '7_0' });
    const { body } = await bindings.bind(audrey, { file_uuid: file, face_id: '7_0' });
    expect(body.data).toMatchObject({ rows_affected: 1, previous_identity_uuid: null });
  });

  it.each([{ face_id: '1_0' }, { trace_id: 5 }])('changes nothing where %j is not bound', async (named) => {
    await trace(null, null);
    const { status, body } = await bindings.unbind(cary, { file_uuid: file, ...named });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      message: 'Nothing was bound',
      data: { file_uuid: file, face_id: named.face_id ?? null, trace_id: 5, rows_affected: 0 },
    });
  });

  it.each([{ face_id: '1_0' }, { trace_id: 5 }])(
    'refuses %j where it is bound to somebody else',
    async (named) => {
      await trace(audrey, audrey);
      const { status, body } = await bindings.unbind(cary, { file_uuid: file, ...named });
      expect(status).toBe(409);
      expect(body).toMatchObject({ success: false, code: 'bound_to_another', candidates: [audrey] });
      expect(body.detail).toContain(audrey);
      expect(await bindings.faces(audrey, file)).toEqual(['1_0', '2_0']);
    },
  );

  it('refuses a trace that is partly bound to others, and leaves all of it', async () => {
    const other = await test.factory.identity();
    await trace(cary, audrey, other, null);
    const { status, body } = await bindings.unbind(cary, { file_uuid: file, trace_id: 5 });
    expect(status).toBe(409);
    expect(body.candidates).toEqual([audrey, other].sort());
    expect(await bindings.faces(cary, file)).toEqual(['1_0']);
    expect(await bindings.faces(audrey, file)).toEqual(['2_0']);
  });

  it('unbinds its own detection of a trace that is partly bound to others', async () => {
    await trace(cary, audrey);
    const { status, body } = await bindings.unbind(cary, { file_uuid: file, face_id: '1_0' });
    expect(status).toBe(200);
    expect(body.data.rows_affected).toBe(1);
    expect(await bindings.faces(audrey, file)).toEqual(['2_0']);
  });

  it('shows in the summary at once', async () => {
    await test.factory.faces(file, [
      { frame_number: 1, trace_id: 5, identity_uuid: cary, confidence: 0.5 },
      { frame_number: 2, trace_id: 6, identity_uuid: cary, confidence: 0.7 },
    ]);
    await bindings.unbind(cary, { file_uuid: file, face_id: '1_0' });
    expect(await bindings.summary(cary)).toMatchObject({
      files: [{ face_count: 1, trace_count: 1, confidence: 0.7, max_confidence: 0.7, start_frame: 2 }],
      face_count: 1,
    });
  });

  it('takes the file from the summary with the last detection', async () => {
    await trace(cary, cary);
    await bindings.unbind(cary, { file_uuid: file, trace_id: 5 });
    expect(await bindings.summary(cary)).toEqual({ files: [], face_count: 0 });
  });

  it('leaves updated_at as it is', async () => {
    const changed = await test.factory.identity({ updated_at: new Date(Date.UTC(2026, 4, 16, 12)) });
    await trace(changed);
    await bindings.unbind(changed, { file_uuid: file, face_id: '1_0' });
    expect(await bindings.updatedAt(changed)).toBe('2026-05-16T12:00:00Z');
  });
});
