import { Bindings } from './support/bindings.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe.each(['bind', 'unbind'] as const)('the face_id of %s', (action) => {
  let test: TestApp;
  let bindings: Bindings;
  let file: string;
  let cary: string;

  beforeAll(async () => {
    test = await getTestApp();
    bindings = new Bindings(test);
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    file = await test.factory.file();
    cary = await test.factory.identity();
  });

  /** Detections of frame 7, as an unbind needs them bound and a bind not. */
  const inFrame7 = (...faceIds: string[]): Promise<void> =>
    test.factory.faces(
      file,
      faceIds.map((face_id) => ({
        frame_number: 7,
        face_id,
        identity_uuid: action === 'unbind' ? cary : null,
      })),
    );

  it.each([
    ['7_0', '7_0'],
    ['face_7', 'face_7'],
    ['7_0', 'face_7'],
    ['face_7', '7_0'],
    ['7_3', 'face_7'],
    ['Gesicht/ü %', 'Gesicht/ü %'],
  ])('finds the detection stored as %s by %s, and answers as it is stored', async (stored, asked) => {
    await inFrame7(stored);
    const { status, body } = await bindings[action](cary, { file_uuid: file, face_id: asked });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ face_id: stored, rows_affected: 1 });
  });

  it('picks one of several in a frame by its index', async () => {
    await inFrame7('7_0', '7_1', '7_2');
    const { body } = await bindings[action](cary, { file_uuid: file, face_id: '7_1' });
    expect(body.data).toMatchObject({ face_id: '7_1', rows_affected: 1 });
    expect(await bindings.faces(cary, file)).toEqual(action === 'bind' ? ['7_1'] : ['7_0', '7_2']);
  });

  it('lists the candidates where face_{frame} names a frame with several', async () => {
    await inFrame7('7_0', '7_1');
    const { status, body } = await bindings[action](cary, { file_uuid: file, face_id: 'face_7' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ success: false, code: 'face_ambiguous', candidates: ['7_0', '7_1'] });
    expect(await bindings.faces(cary, file)).toEqual(action === 'bind' ? [] : ['7_0', '7_1']);
  });

  it('prefers the detection that is stored exactly so over other readings', async () => {
    await inFrame7('face_7', 'other');
    const { body } = await bindings[action](cary, { file_uuid: file, face_id: 'face_7' });
    expect(body.data.face_id).toBe('face_7');
  });

  it.each([
    ['7_0', '7_1'],
    ['7_1', '7_0'],
    ['face_7', '7_1'],
    ['7_0', 'face_8'],
    ['7_0', '8_0'],
    ['7_0', '07_0'],
    ['7_0', '7_00'],
    ['7_0', 'face_07'],
    ['7_0', 'FACE_7'],
    ['7_0', ' 7_0'],
    ['7_0', '7_0\n'],
    ['7_0', '7'],
    ['7_0', '7_99999999999999999999'],
    ['7_0', 'face_99999999999999999999'],
    ['7_0', "' OR true --"],
  ])('does not take the detection stored as %s for %j', async (stored, asked) => {
    await inFrame7(stored);
    const { status, body } = await bindings[action](cary, { file_uuid: file, face_id: asked });
    expect(status).toBe(404);
    expect(body.code).toBe('face_not_found');
  });

  it('takes every face_id that /faces returns', async () => {
    await test.factory.faces(file, [
      { frame_number: 1, face_id: 'face_1', identity_uuid: cary },
      { frame_number: 2, face_id: '2_0', identity_uuid: cary },
      { frame_number: 2, face_id: '2_1', identity_uuid: cary },
      { frame_number: 3, face_id: 'détection "3"', identity_uuid: cary },
    ]);
    for (const face_id of await bindings.faces(cary, file)) {
      const { body } = await bindings[action](cary, { file_uuid: file, face_id });
      expect(body.data.face_id).toBe(face_id);
    }
  });
});
