import { Rejection1764640000000 } from '../src/database/migrations/1764640000000-rejection.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** What an earlier release left of an unbind: the detection `manual`, without an owner. */
describe('The migration of detections that a person has unbound', () => {
  let test: TestApp;
  let file: string;
  let ann: string;
  let bea: string;

  const NAMES = ['1_0', '2_0', '3_0', '4_0', '5_0', '6_0'];
  const owners = async (): Promise<Record<string, unknown>> => {
    const { body } = await test.api.get(`file/${file}/faces`);
    const faces = body.data as Record<string, unknown>[];
    return Object.fromEntries(faces.map((face) => [face.face_id, [face.identity_uuid, face.provenance]]));
  };
  const match = (identity_uuid: string): Promise<unknown> =>
    test.api.post(
      `file/${file}/faces`,
      NAMES.map((face_id) => ({
        face_id,
        frame_number: Number(face_id[0]),
        confidence: 0.9,
        bbox: { x: 10, y: 20, width: 30, height: 40 },
        identity_uuid,
      })),
    );
  const change = async (whose: string, kind: 'bind' | 'unbind', face_id: string): Promise<void> => {
    const { body } = await test.api.post(`identity/${whose}/${kind}`, { file_uuid: file, face_id });
    expect(body.data.rows_affected).toBe(1);
  };

  beforeAll(async () => {
    test = await getTestApp();
    [ann, bea, file] = [
      await test.factory.identity(),
      await test.factory.identity(),
      await test.factory.file(),
    ];
    const gone = await test.factory.identity();
    await test.factory.faces(
      file,
      NAMES.map((face_id) => ({ face_id, frame_number: Number(face_id[0]) })),
    );
    for (const name of ['1_0', '2_0']) {
      await change(ann, 'bind', name);
      await change(ann, 'unbind', name);
    }
    await change(bea, 'bind', '2_0');
    await change(bea, 'unbind', '2_0');
    await change(bea, 'bind', '3_0');
    await change(gone, 'bind', '4_0');
    await change(gone, 'unbind', '4_0');
    const runner = test.dataSource.createQueryRunner();
    const migration = new Rejection1764640000000();
    await migration.down(runner);
    expect(await owners()).toMatchObject({ '1_0': [null, 'manual'], '2_0': [null, 'manual'] });
    await test.api.delete(`identity/${gone}`);
    // Nobody knows who was unbound from this one.
    await test.dataSource.query(
      `UPDATE face_detection SET provenance = 'manual' WHERE file_uuid = $1 AND face_id = '5_0'`,
      [file],
    );
    await migration.up(runner);
    await runner.release();
  });
  afterAll(() => test.close());

  it('keeps matchers from the owner that the history names last, and from everybody where it names none', async () => {
    await match(ann);
    expect(await owners()).toEqual({
      '1_0': [null, null],
      '2_0': [ann, 'auto'],
      '3_0': [bea, 'manual'],
      '4_0': [null, 'manual'],
      '5_0': [null, 'manual'],
      '6_0': [ann, 'auto'],
    });
    await match(bea);
    expect(await owners()).toMatchObject({
      '1_0': [bea, 'auto'],
      '2_0': [ann, 'auto'],
      '4_0': [null, 'manual'],
      '5_0': [null, 'manual'],
    });
  });
});
