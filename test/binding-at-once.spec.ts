import pg from 'pg';
import type { Answer } from './support/api-client.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const FILES = 12;

describe('Binds of several files at the same moment', () => {
  let test: TestApp;
  let files: string[];
  let ann: string;
  let bea: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    [ann, bea] = [await test.factory.identity({ name: 'Ann' }), await test.factory.identity({ name: 'Bea' })];
    files = await Promise.all(Array.from({ length: FILES }, () => test.factory.file()));
    for (const [nth, file] of files.entries()) {
      const identity_uuid = nth % 2 === 0 ? bea : null;
      await test.factory.faces(file, [
        { face_id: '1_0', frame_number: 1, trace_id: 7, identity_uuid },
        { face_id: '2_0', frame_number: 2, trace_id: 7 },
        { face_id: '3_0', frame_number: 3, trace_id: null },
      ]);
    }
  });

  const bind = (file_uuid: string, more: object = { face_id: '2_0' }, whose = ann): Promise<Answer> =>
    test.api.post(`identity/${whose}/bind`, { file_uuid, ...more });
  const history = async (
    uuid: string,
  ): Promise<{ kind: string; file_uuid: string; request_id: string }[]> => {
    const { body } = await test.api.get(`identity/${uuid}/history?page_size=200`);
    return body.data;
  };

  it('are each answered for themselves, and written down once', async () => {
    const answers = await Promise.all(files.map((file) => bind(file)));
    for (const [nth, { status, body }] of answers.entries()) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        identity_uuid: ann,
        message: 'Bound to Ann: 2 detections',
        data: {
          file_uuid: files[nth],
          face_id: '2_0',
          trace_id: 7,
          rows_affected: 2,
          previous_identity_uuid: nth % 2 === 0 ? bea : null,
          previous_identity_uuids: nth % 2 === 0 ? [bea] : [],
        },
      });
    }
    const written = await history(ann);
    expect(new Set(written.map(({ file_uuid }) => file_uuid))).toEqual(new Set(files));
    expect(written).toHaveLength(FILES);
    expect(new Set(written.map(({ request_id }) => request_id))).toEqual(
      new Set(answers.map(({ headers }) => headers['x-request-id'])),
    );
    expect(await history(bea)).toHaveLength(FILES / 2);
    await expectExactSummaries(test.dataSource);
  });

  it('give the ETag of the identity as it is after them', async () => {
    const answers = await Promise.all(files.map((file) => bind(file)));
    const { headers } = await test.api.get(`identity/${ann}`);
    expect(answers.map((answer) => answer.headers.etag)).toContain(headers.etag);
  });

  it('are made though others among them are refused', async () => {
    const [first, second, third, fourth, fifth] = files as [string, string, string, string, string];
    const answers = await Promise.all([
      bind(first),
      bind(second, { face_id: '9_9' }),
      bind(third, { trace_id: 99 }),
      bind(fourth, { face_id: '2_0' }, 'f'.repeat(32)),
      bind('e'.repeat(32)),
      bind(fifth, { trace_id: 7 }),
    ]);
    expect(answers.map(({ status, body }) => body.code ?? status)).toEqual([
      200,
      'face_not_found',
      'trace_not_found',
      'identity_not_found',
      'file_not_found',
      200,
    ]);
    await expectExactSummaries(test.dataSource);
  });

  it('take what is no trace, or is spelt otherwise, each as it is', async () => {
    const answers = await Promise.all([
      bind(files[0]!, { face_id: '3_0' }),
      bind(files[1]!, { face_id: 'face_2' }),
      bind(files[2]!.toUpperCase(), { face_id: '2_0' }, ann.toUpperCase()),
    ]);
    expect(answers.map(({ status, body }) => [status, body.data?.rows_affected])).toEqual([
      [200, 1],
      [200, 2],
      [200, 2],
    ]);
    await expectExactSummaries(test.dataSource);
  });

  it('are what each is alone: the same answer, and the same written down of detections bound in every way', async () => {
    const [together, alone] = [await test.factory.file(), await test.factory.file()];
    for (const file of [together, alone]) {
      const faces = [
        { frame_number: 30, identity_uuid: bea, provenance: 'manual' },
        { frame_number: 12, identity_uuid: bea, provenance: 'auto', binding_confidence: 0.5 },
        { frame_number: 4, identity_uuid: bea, provenance: 'auto' },
        { frame_number: 9, identity_uuid: ann, provenance: 'auto', binding_confidence: 0.75 },
        { frame_number: 8, identity_uuid: ann, provenance: 'manual' },
        { frame_number: 20 },
      ] as const;
      await test.factory.faces(
        file,
        faces.map((face) => ({ ...face, face_id: `${face.frame_number}_0`, trace_id: 7 })),
      );
    }
    const body = (file_uuid: string): object => ({ file_uuid, face_id: '12_0' });
    const first = await test.api.post(`identity/${ann}/bind`, body(together));
    // What is to be answered the same again is made by itself.
    const second = await test.api.post(`identity/${ann}/bind`, body(alone), { 'Idempotency-Key': 'alone' });
    expect(first.body.data.rows_affected).toBe(4);
    expect(second.body).toEqual({ ...first.body, data: { ...first.body.data, file_uuid: alone } });
    const written = await test.dataSource.query<{ after: object; bindings: object[] }[]>(
      'SELECT after, bindings FROM change WHERE file_uuid = ANY ($1) ORDER BY id',
      [[together, alone]],
    );
    const [ofTogether, ofAlone] = written.map((change) => ({
      ...change,
      bindings: change.bindings.map((binding) => ({ ...binding, file_uuid: undefined })),
    }));
    expect(written).toHaveLength(2);
    expect(ofAlone).toEqual(ofTogether);
    expect(ofTogether!.bindings).toContainEqual({
      identity_uuid: bea,
      provenance: 'auto',
      face_ids: ['4_0', '12_0'],
      binding_confidences: [null, 0.5],
    });
  });

  it.each([1000, 1001])('of a trace of %i move and write down all of it', async (length) => {
    const file = await test.factory.file();
    const frames = Array.from({ length }, (_, frame) => frame);
    await test.factory.faces(
      file,
      frames.map((frame) => ({ frame_number: frame, trace_id: 7, identity_uuid: bea })),
    );
    const { body } = await bind(file, { trace_id: 7 });
    expect(body.data.rows_affected).toBe(length);
    const [change] = await test.dataSource.query<{ bindings: { face_ids: string[] }[] }[]>(
      'SELECT bindings FROM change WHERE file_uuid = $1',
      [file],
    );
    expect(change!.bindings.flatMap(({ face_ids }) => face_ids)).toEqual(frames.map((frame) => `${frame}_0`));
    await expectExactSummaries(test.dataSource);
  });

  it('of the same trace and of the same file are made one after the other', async () => {
    const file = files[0]!;
    const whose = [ann, bea, ann, bea, ann, bea];
    const answers = await Promise.all(
      whose.map((one, nth) => bind(file, { face_id: nth < 4 ? '2_0' : '3_0' }, one)),
    );
    expect(answers.map(({ status }) => status)).toEqual(whose.map(() => 200));
    await expectExactSummaries(test.dataSource);
  });

  it.each(['file', 'identity'])('don’t wait for one whose %s somebody holds', async (held) => {
    const holder = new pg.Client({ connectionString: test.environment.DATABASE_URL });
    await holder.connect();
    const free = files.filter((_, nth) => nth % 2 === 1);
    const cat = await test.factory.identity({ name: 'Cat' });
    let waits: ReturnType<typeof bind>;
    try {
      await holder.query('BEGIN');
      const uuid = held === 'file' ? files[0] : bea;
      await holder.query(`SELECT FROM ${held} WHERE ${held}_uuid = $1 FOR UPDATE`, [uuid]);
      waits = bind(files[0]!, { face_id: '2_0' }, cat);
      const answers = await Promise.all(free.map((file) => bind(file)));
      expect(answers.map(({ status }) => status)).toEqual(free.map(() => 200));
      expect(await Promise.race([waits, Promise.resolve('waiting')])).toBe('waiting');
    } finally {
      await holder.end();
    }
    expect((await waits).body.data.rows_affected).toBe(2);
    expect(await history(ann)).toHaveLength(free.length);
    await expectExactSummaries(test.dataSource);
  });
});
