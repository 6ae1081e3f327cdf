import { Bindings } from './support/bindings.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('POST /api/v1/identity/:identity_uuid/bind', () => {
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
    file = await test.factory.file({ name: 'Charade (1963).mp4' });
    cary = await test.factory.identity({ name: 'Cary Grant' });
    audrey = await test.factory.identity({ name: 'Audrey Hepburn' });
  });

  /** Detections of trace 5 in the frames 1, 2, …, each somebody's or nobody's. */
  const trace = (...owners: (string | null)[]): Promise<void> =>
    test.factory.faces(
      file,
      owners.map((identity_uuid, index) => ({ frame_number: index + 1, trace_id: 5, identity_uuid })),
    );

  it('binds the detection and all of its trace', async () => {
    await trace(null, null, null);
    const { status, body } = await bindings.bind(cary, { file_uuid: file, face_id: '2_0' });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      message: 'Bound to Cary Grant: 3 detections',
      data: {
        file_uuid: file,
        face_id: '2_0',
        trace_id: 5,
        rows_affected: 3,
        previous_identity_uuid: null,
        previous_identity_uuids: [],
      },
    });
    expect(await bindings.faces(cary, file)).toEqual(['1_0', '2_0', '3_0']);
  });

  it('binds a trace that is named itself', async () => {
    await trace(null, null);
    const { status, body } = await bindings.bind(cary, { file_uuid: file, trace_id: 5 });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      message: 'Bound to Cary Grant: 2 detections',
      data: {
        file_uuid: file,
        face_id: null,
        trace_id: 5,
        rows_affected: 2,
        previous_identity_uuid: null,
        previous_identity_uuids: [],
      },
    });
    expect(await bindings.faces(cary, file)).toEqual(['1_0', '2_0']);
  });

  it('binds a detection without trace alone', async () => {
    await test.factory.faces(file, [{ frame_number: 1 }, { frame_number: 2 }]);
    const { body } = await bindings.bind(cary, { file_uuid: file, face_id: '2_0' });
    expect(body.message).toBe('Bound to Cary Grant: 1 detection');
    expect(body.data).toMatchObject({ face_id: '2_0', trace_id: null, rows_affected: 1 });
    expect(await bindings.faces(cary, file)).toEqual(['2_0']);
  });

  it('leaves the other traces, and the same trace number of another file, as they are', async () => {
    await trace(null);
    await test.factory.faces(file, [{ frame_number: 9, trace_id: 6 }]);
    const other = await test.factory.file();
    await test.factory.faces(other, [{ frame_number: 1, trace_id: 5 }]);
    const { body } = await bindings.bind(cary, { file_uuid: file, trace_id: 5 });
    expect(body.data.rows_affected).toBe(1);
    expect(await bindings.faces(cary, file)).toEqual(['1_0']);
    expect(await bindings.faces(cary, other)).toEqual([]);
  });

  it('binds trace 0 as any other', async () => {
    await test.factory.faces(file, [{ frame_number: 1, trace_id: 0 }]);
    const { body } = await bindings.bind(cary, { file_uuid: file, trace_id: 0 });
    expect(body.data).toMatchObject({ trace_id: 0, rows_affected: 1 });
  });

  it('counts only the detections that were not bound here already', async () => {
    await trace(cary, null, null);
    const { body } = await bindings.bind(cary, { file_uuid: file, face_id: '1_0' });
    expect(body.data).toMatchObject({ rows_affected: 2, previous_identity_uuid: null });
  });

  it.each([{ face_id: '1_0' }, { trace_id: 5 }])(
    'changes nothing where %j is bound already',
    async (named) => {
      await trace(cary, cary);
      const { status, body } = await bindings.bind(cary, { file_uuid: file, ...named });
      expect(status).toBe(200);
      expect(body.message).toBe('Bound to Cary Grant already');
      expect(body.data).toEqual({
        file_uuid: file,
        face_id: named.face_id ?? null,
        trace_id: 5,
        rows_affected: 0,
        previous_identity_uuid: null,
        previous_identity_uuids: [],
      });
    },
  );

  it('moves what is bound to somebody else, and says from whom', async () => {
    await trace(audrey, audrey, null);
    const { status, body } = await bindings.bind(cary, { file_uuid: file, face_id: '1_0' });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      rows_affected: 3,
      previous_identity_uuid: audrey,
      previous_identity_uuids: [audrey],
    });
    expect(await bindings.faces(cary, file)).toEqual(['1_0', '2_0', '3_0']);
    expect(await bindings.faces(audrey, file)).toEqual([]);
  });

  it.each([1, 2, 3])('names everybody who lost some, first whose detection %i was', async (frame) => {
    const owners = [audrey, await test.factory.identity(), await test.factory.identity()];
    await trace(...owners, cary, null);
    const { body } = await bindings.bind(cary, { file_uuid: file, face_id: `${frame}_0` });
    const others = owners.filter((_, index) => index !== frame - 1).sort();
    expect(body.data).toMatchObject({
      rows_affected: 4,
      previous_identity_uuid: owners[frame - 1],
      previous_identity_uuids: [owners[frame - 1], ...others],
    });
  });

  it('names everybody who lost some of a trace that is named itself', async () => {
    const owners = [audrey, await test.factory.identity()].sort();
    await trace(...owners);
    const { body } = await bindings.bind(cary, { file_uuid: file, trace_id: 5 });
    expect(body.data).toMatchObject({
      previous_identity_uuid: owners[0],
      previous_identity_uuids: owners,
    });
  });

  it('shows in the summaries of both at once', async () => {
    await trace(audrey, audrey);
    await test.factory.faces(file, [
      { frame_number: 9, trace_id: 6, identity_uuid: audrey, confidence: 0.5 },
    ]);
    await bindings.bind(cary, { file_uuid: file, trace_id: 5 });
    expect(await bindings.summary(cary)).toMatchObject({
      files: [{ file_uuid: file, face_count: 2, trace_count: 1, start_frame: 1, end_frame: 2 }],
      face_count: 2,
    });
    expect(await bindings.summary(audrey)).toMatchObject({
      files: [{ file_uuid: file, face_count: 1, trace_count: 1, confidence: 0.5, start_frame: 9 }],
      face_count: 1,
    });
  });

  it('takes the last file from the summary of who loses the last detection in it', async () => {
    await trace(audrey);
    await bindings.bind(cary, { file_uuid: file, face_id: '1_0' });
    expect(await bindings.summary(audrey)).toEqual({ files: [], face_count: 0 });
  });

  it('shows at once in the list by number of faces', async () => {
    await trace(...Array<string>(500).fill(audrey));
    const first = async (): Promise<unknown> =>
      (await test.api.get('identities?sort=face_count&order=desc&page_size=1')).body.identities[0];
    expect(await first()).toMatchObject({ identity_uuid: audrey, face_count: 500 });
    await bindings.bind(cary, { file_uuid: file, trace_id: 5 });
    expect(await first()).toMatchObject({ identity_uuid: cary, face_count: 500 });
  });

  it("moves nobody's updated_at", async () => {
    const changed = await test.factory.identity({ updated_at: new Date(Date.UTC(2026, 4, 16, 12)) });
    await trace(changed, null);
    await bindings.bind(cary, { file_uuid: file, face_id: '1_0' });
    expect(await bindings.updatedAt(cary)).toBeNull();
    expect(await bindings.updatedAt(changed)).toBe('2026-05-16T12:00:00Z');
  });
});
