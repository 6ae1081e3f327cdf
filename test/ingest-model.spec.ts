import fc, { type Arbitrary } from 'fast-check';
import { type Box, FaceModel, type KeptFace, type Rejection, type SentFace } from './support/face-model.js';
import { randomUuid } from './support/factory.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const RUNS = Number(process.env.MODEL_RUNS ?? 60);
const SEED = Number(process.env.MODEL_SEED ?? 1963);
const FPS = 25;
const PEOPLE = [1, 2, 3].map(() => randomUuid());

/** On a grid, so that equal boxes and overlaps of exactly a half are frequent. */
const box: Arbitrary<Box> = fc.record({
  x: fc.constantFrom(0, 10, 20, 30, 60, 90),
  y: fc.constantFrom(0, 0, 20),
  width: fc.constantFrom(30, 40, 60),
  height: fc.constantFrom(40, 40, 20),
});

const seldom = <Value>(value: Arbitrary<Value>): Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 3 });

const says = fc.record({
  bbox: box,
  confidence: fc.constantFrom(0.5, 0.9),
  trace_id: fc.option(fc.option(fc.nat(2), { nil: null, freq: 3 }), { nil: undefined, freq: 2 }),
  binding: seldom(
    fc.record({
      identity_uuid: seldom(fc.constantFrom(...PEOPLE)),
      provenance: fc.constantFrom('auto', 'auto', 'manual', undefined),
      binding_confidence: seldom(fc.constantFrom(0.25, 0.75)),
    }),
  ),
  embedding: seldom(fc.nat(2).map((value) => ({ model: 'tiny', values: [value] }))),
});

/** Detections of a frame, numbered from wherever a detector begins; an only one may be spelled the other way. */
const facesOfFrame = (frame: number): Arbitrary<SentFace[]> =>
  fc
    .record({
      rows: fc.array(says, { maxLength: 4 }),
      first: fc.constantFrom(0, 0, 0, 1, 2),
      only: fc.boolean(),
    })
    .map(({ rows, first, only }) =>
      rows.map(({ binding, ...row }, index) => ({
        face_id: only && rows.length === 1 ? `face_${frame}` : `${frame}_${first + index}`,
        frame_number: frame,
        ...row,
        ...(binding && { ...binding }),
      })),
    );

type Step =
  | { kind: 'send'; rows: SentFace[]; complete: boolean }
  | { kind: 'bind'; person: string; nth: number }
  | { kind: 'unbind'; nth: number };

const step: Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      rows: fc.tuple(facesOfFrame(0), facesOfFrame(1), facesOfFrame(2)).map((frames) => frames.flat()),
      complete: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('bind' as const),
      person: fc.constantFrom(...PEOPLE),
      nth: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unbind' as const), nth: fc.nat(20) }) },
);

describe('any sequence of ingests and bindings', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    for (const identity_uuid of PEOPLE) await test.factory.identity({ identity_uuid });
  });
  afterAll(() => test.close());

  /** The file's detections as the model tells them. */
  const stored = async (file: string): Promise<KeptFace[]> => {
    const { body } = await test.api.get(`file/${file}/faces`);
    const embeddings = await test.dataSource.query<{ face_id: string; vector: Buffer }[]>(
      'SELECT face_id, vector FROM face_embedding WHERE file_uuid = $1',
      [file],
    );
    const values = new Map(embeddings.map(({ face_id, vector }) => [face_id, vector.readFloatLE()]));
    return (body.data as (KeptFace & { file_uuid: string })[]).map(({ file_uuid: _, ...face }) => ({
      ...face,
      embedding: values.get(face.face_id) ?? null,
    }));
  };

  /** The file's rejections as the model tells them. */
  const rejections = async (file: string): Promise<Rejection[]> => {
    const rows = await test.dataSource.query<(Omit<Rejection, 'bbox'> & Box)[]>(REJECTIONS, [file]);
    return rows.map(({ identity_uuid, frame_number, ...bbox }) => ({ identity_uuid, frame_number, bbox }));
  };

  /** Sends the rows, and sends them again, which must change nothing. */
  async function send(file: string, model: FaceModel, rows: SentFace[], complete: boolean): Promise<void> {
    const path = `file/${file}/faces?complete=${complete}`;
    const first = await test.api.post(path, rows);
    expect(first.body).toMatchObject({ ...model.ingest(rows, complete), refused: 0 });
    expect(await stored(file)).toEqual(model.faces());
    const again = await test.api.post(path, rows);
    expect(again.body).toMatchObject({ inserted: 0, updated: 0, unchanged: rows.length, deleted: 0 });
    expect(again.body.kept).toBe(complete ? first.body.kept : 0);
  }

  async function change(
    file: string,
    model: FaceModel,
    step: Exclude<Step, { kind: 'send' }>,
  ): Promise<void> {
    const faces = model.faces();
    if (faces.length === 0) return;
    const face = faces[step.nth % faces.length]!;
    if (step.kind === 'unbind' && face.identity_uuid === null) return;
    const whose = step.kind === 'bind' ? step.person : face.identity_uuid!;
    const body = { file_uuid: file, face_id: face.face_id };
    expect((await test.api.post(`identity/${whose}/${step.kind}`, body)).status).toBe(200);
    if (step.kind === 'bind') model.bind(face, step.person);
    else model.unbind(face);
  }

  it('leaves the detections that a plain model of it has', async () => {
    const follow = async (steps: Step[]): Promise<void> => {
      const [file, model] = [await test.factory.file({ fps: FPS }), new FaceModel(FPS)];
      for (const step of steps) {
        if (step.kind === 'send') await send(file, model, step.rows, step.complete);
        else await change(file, model, step);
        expect(await stored(file)).toEqual(model.faces());
        expect(await rejections(file)).toEqual(model.rejections());
      }
      await expectExactSummaries(test.dataSource);
      await test.api.delete(`file/${file}`);
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7, size: 'max' }), follow), {
      numRuns: RUNS,
      seed: SEED,
    });
  }, 600_000);
});

const REJECTIONS = `
  SELECT replace(identity_uuid::text, '-', '') AS identity_uuid, frame_number, x, y, width, height
  FROM rejection
  WHERE file_uuid = $1
  ORDER BY concat_ws(' ', coalesce(replace(identity_uuid::text, '-', ''), ''), frame_number, x, y, width, height)
    COLLATE "C"`;
