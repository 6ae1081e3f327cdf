import type { Answer } from './support/api-client.js';
import { Bindings } from './support/bindings.js';
import { randomUuid } from './support/factory.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Row {
  face_id: string;
  frame_number: number;
  trace_id: number | null;
  [field: string]: unknown;
}

/** One detection a frame, in boxes of 100 by 100 pixels. `given`: what differs. */
const trace = (trace_id: number | null, frames: number[], given: object = {}, x = 100): Row[] =>
  frames.map((frame_number) => ({
    face_id: `${frame_number}_0`,
    frame_number,
    confidence: 0.9,
    trace_id,
    bbox: { x, y: 100, width: 100, height: 100 },
    ...given,
  }));

const FRAMES = [1, 2, 3, 4];
/** Shifts of a box of 100 pixels after which intersection over union is just over and just under a half. */
const OVER_A_HALF = 33;
const UNDER_A_HALF = 34;

describe('A face that a person has unbound', () => {
  let test: TestApp;
  let bindings: Bindings;
  let file: string;
  let ann: string;
  let bea: string;

  beforeAll(async () => {
    test = await getTestApp();
    bindings = new Bindings(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    [file, ann, bea] = [
      await test.factory.file(),
      await test.factory.identity(),
      await test.factory.identity(),
    ];
  });

  const send = async (rows: object[], complete = true): Promise<Answer> => {
    const answer = await test.api.post(`file/${file}/faces?complete=${complete}`, rows);
    expect([answer.status, answer.body.refused]).toEqual([200, 0]);
    return answer;
  };
  /** What a matcher says: all of the rows are the identity's. */
  const match = (identity_uuid: string, rows: Row[], complete = true): Promise<Answer> =>
    send(
      rows.map((row) => ({ ...row, identity_uuid })),
      complete,
    );
  const unbind = (identity: string, named: object): Promise<Answer> =>
    bindings.unbind(identity, { file_uuid: file, ...named });
  const bind = (identity: string, named: object): Promise<Answer> =>
    bindings.bind(identity, { file_uuid: file, ...named });
  /** The face_ids of an identity in the file. */
  const facesOf = (identity: string): Promise<string[]> => bindings.faces(identity, file);
  const ids = (frames: number[]): string[] => frames.map((frame) => `${frame}_0`);

  /** A matcher binds a trace to Ann, a person unbinds it. */
  async function rejectTrace(): Promise<void> {
    await match(ann, trace(5, FRAMES));
    await unbind(ann, { trace_id: 5 });
  }

  it('is not bound to its former owner by a matcher after it was lost and found', async () => {
    await rejectTrace();
    await send([]);
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual([]);
    await expectExactSummaries(test.dataSource);
  });

  it('is not bound to its former owner by a matcher that sends it again', async () => {
    await rejectTrace();
    await match(ann, trace(5, FRAMES));
    await match(ann, trace(5, FRAMES), false);
    expect(await facesOf(ann)).toEqual([]);
  });

  it.each([
    ['under another trace number', trace(8, FRAMES)],
    ['in two traces', [...trace(8, [1, 2]), ...trace(9, [3, 4])]],
    ['with frames missing', trace(5, [2, 3])],
    ['with frames added', trace(5, [0, ...FRAMES, 5, 6, 7, 8, 9])],
    ['under another number, with more frames than were rejected', trace(8, [4, 5, 6, 7, 8, 9, 10, 11])],
    ['without a trace', trace(null, FRAMES)],
    ['in boxes that overlap by half', trace(5, FRAMES, {}, 100 + OVER_A_HALF)],
    [
      'under other ids, beside another face',
      [
        ...trace(5, FRAMES, {}, 110).map((row) => ({ ...row, face_id: `${row.frame_number}_1` })),
        ...trace(6, FRAMES, {}, 900).map((row) => ({ ...row, trace_id: null })),
      ].filter(({ face_id }) => face_id.endsWith('_1')),
    ],
  ])('is not bound to its former owner by a matcher that sends it %s', async (_, rows) => {
    await rejectTrace();
    await match(ann, rows);
    expect(await facesOf(ann)).toEqual([]);
    await send([]);
    await match(ann, rows);
    expect(await facesOf(ann)).toEqual([]);
    const again = await match(ann, rows);
    expect(again.body).toMatchObject({ unchanged: rows.length, updated: 0 });
    await expectExactSummaries(test.dataSource);
  });

  it('keeps new frames of its trace, sent by themselves, from being bound to its former owner', async () => {
    await rejectTrace();
    await match(ann, trace(5, [7, 8]), false);
    expect(await facesOf(ann)).toEqual([]);
  });

  it('does not keep a face elsewhere in the frame from its former owner', async () => {
    await rejectTrace();
    const elsewhere = trace(9, FRAMES, {}, 100 + UNDER_A_HALF);
    await send([]);
    await match(ann, elsewhere);
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it('does not keep faces of other frames and of other files from its former owner', async () => {
    await rejectTrace();
    await send([]);
    await match(ann, trace(5, [11, 12]));
    expect(await facesOf(ann)).toEqual(ids([11, 12]));
    file = await test.factory.file();
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it('is bound to others by a matcher, at once and after it was lost and found', async () => {
    await rejectTrace();
    await match(bea, trace(5, FRAMES));
    expect(await facesOf(bea)).toEqual(ids(FRAMES));
    await send([]);
    await match(bea, trace(7, FRAMES));
    expect(await facesOf(bea)).toEqual(ids(FRAMES));
    await match(ann, trace(7, FRAMES));
    expect(await facesOf(bea)).toEqual(ids(FRAMES));
    await expectExactSummaries(test.dataSource);
  });

  it('is not bound to its former owner by a row that says that a person did so', async () => {
    await rejectTrace();
    const rows = trace(5, FRAMES).map((row) => ({ ...row, identity_uuid: ann, provenance: 'manual' }));
    await send(rows);
    await send([]);
    await send(rows);
    expect(await facesOf(ann)).toEqual([]);
  });

  it.each([{ trace_id: 5 }, { face_id: '3_0' }])(
    'may be bound to its former owner by a matcher again after a person bound %j to them',
    async (named) => {
      await rejectTrace();
      await bind(ann, named);
      await match(ann, trace(5, FRAMES));
      await match(bea, trace(5, FRAMES));
      expect(await facesOf(ann)).toEqual(ids(FRAMES));
      // No person has unbound it since: it is lost with its owner, and found again.
      await bind(bea, named);
      await test.api.delete(`identity/${bea}`);
      await send([]);
      await match(ann, trace(5, FRAMES));
      expect(await facesOf(ann)).toEqual(ids(FRAMES));
    },
  );

  it.each([
    ['with an Idempotency-Key', 5, { trace_id: 5 }],
    ['of a detection without a trace', null, { face_id: '1_0' }],
  ])('may be bound to its former owner by a matcher again after a bind %s', async (_, trace_id, named) => {
    const rows = trace(trace_id, [1]);
    await match(ann, rows);
    await unbind(ann, named);
    const body = { file_uuid: file, ...named };
    await test.api.post(`identity/${ann}/bind`, body, { 'Idempotency-Key': randomUuid() });
    await bind(bea, named);
    await test.api.delete(`identity/${bea}`);
    await match(ann, rows);
    expect(await facesOf(ann)).toEqual(['1_0']);
  });

  it('is kept from each of its former owners', async () => {
    await rejectTrace();
    await bind(bea, { trace_id: 5 });
    await unbind(bea, { trace_id: 5 });
    for (const whose of [ann, bea]) {
      await match(whose, trace(5, FRAMES));
      expect([await facesOf(ann), await facesOf(bea)]).toEqual([[], []]);
    }
  });

  it('differs from one that a bind has moved: a matcher may bind that one to its former owner', async () => {
    await match(ann, trace(5, FRAMES));
    await bind(bea, { trace_id: 5 });
    await test.api.delete(`identity/${bea}`);
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it.each([{ trace_id: 5 }, { face_id: '1_0' }])(
    'differs from one that was not bound: an unbind of %j rejects nobody',
    async (named) => {
      await send(trace(5, FRAMES));
      expect((await unbind(ann, named)).body.data.rows_affected).toBe(0);
      await match(ann, trace(5, FRAMES));
      expect(await facesOf(ann)).toEqual(ids(FRAMES));
    },
  );

  it('differs from one whose unbind was refused: that rejects nobody', async () => {
    await match(bea, trace(5, [1]));
    expect((await unbind(ann, { trace_id: 5 })).status).toBe(409);
    await send([]);
    await match(ann, trace(5, [1]));
    expect(await facesOf(ann)).toEqual(['1_0']);
  });

  describe('alone of its trace', () => {
    beforeEach(async () => {
      await match(ann, trace(5, FRAMES));
      await unbind(ann, { face_id: '2_0' });
    });

    it('leaves the others of its trace to their owner, as well as those that a matcher adds', async () => {
      await match(ann, trace(5, [...FRAMES, 5]));
      expect(await facesOf(ann)).toEqual(['1_0', '3_0', '4_0', '5_0']);
      await match(ann, trace(8, [...FRAMES, 5, 6]));
      expect(await facesOf(ann)).toEqual(['1_0', '3_0', '4_0', '5_0', '6_0']);
      await expectExactSummaries(test.dataSource);
    });

    it('keeps its trace from its former owner once nothing of it is theirs', async () => {
      await send([]);
      await match(ann, trace(7, FRAMES));
      expect(await facesOf(ann)).toEqual([]);
    });

    it('does not keep other traces, and faces without a trace, from its former owner', async () => {
      await send([]);
      await match(ann, [...trace(7, [1, 2]), ...trace(8, [3, 4]), ...trace(null, [5])]);
      expect(await facesOf(ann)).toEqual(['3_0', '4_0', '5_0']);
    });
  });

  it('is not bound to its former owner by another uuid of theirs', async () => {
    const [alias, name] = [randomUuid(), `Known twice ${ann}`];
    await test.api.post('identity/upload', { identity_uuid: ann, name });
    await test.api.post('identity/upload', { identity_uuid: alias, name });
    await match(alias, trace(5, FRAMES));
    expect((await unbind(alias, { trace_id: 5 })).body.data.rows_affected).toBe(4);
    await send([]);
    await match(alias, trace(5, FRAMES));
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual([]);
  });

  it('may be bound to a new identity under the uuid of its deleted owner', async () => {
    await rejectTrace();
    await test.api.delete(`identity/${ann}`);
    await test.api.post('identity/upload', { identity_uuid: ann, name: `New ${ann}` });
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it('may be bound to its former owner when its file was deleted and comes again', async () => {
    await rejectTrace();
    expect((await test.api.delete(`file/${file}`)).status).toBe(200);
    await test.api.put(`file/${file}`, { name: 'again.mp4', fps: 24 });
    await match(ann, trace(5, FRAMES));
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it('said to be nobody’s by a row, is bound by no matcher after it was lost and found', async () => {
    await send(trace(5, FRAMES, { provenance: 'manual' }));
    await match(ann, trace(5, FRAMES));
    await send([]);
    await match(ann, trace(5, FRAMES));
    await match(bea, trace(6, FRAMES));
    expect([await facesOf(ann), await facesOf(bea)]).toEqual([[], []]);
    await bind(bea, { trace_id: 6 });
    await test.api.delete(`identity/${bea}`);
    await match(ann, trace(6, FRAMES));
    expect(await facesOf(ann)).toEqual(ids(FRAMES));
  });

  it('is not bound to its former owner by ingests at the same moment', async () => {
    await match(ann, trace(5, FRAMES));
    const ingests = [0, 1, 2, 3].map((nth) => match(ann, trace(5 + nth, FRAMES), nth % 2 === 0));
    const unbound = await Promise.all(FRAMES.map((frame) => unbind(ann, { face_id: `${frame}_0` })));
    await Promise.all(ingests);
    expect(unbound.map(({ status, body }) => [status, body.data.rows_affected])).toEqual(
      FRAMES.map(() => [200, 1]),
    );
    expect(await facesOf(ann)).toEqual([]);
    await send([]);
    await match(ann, trace(9, FRAMES));
    expect(await facesOf(ann)).toEqual([]);
    await expectExactSummaries(test.dataSource);
  });
});
