import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Chunk {
  chunk_id: string;
  start_time: number;
  end_time: number;
  [field: string]: unknown;
}

describe('POST /file/:file_uuid/chunks', () => {
  let test: TestApp;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    file = await test.factory.file({ fps: 25 });
  });

  /** A chunk as it is sent: of one second. */
  const chunk = (number: number, given: Partial<Chunk> = {}): Chunk => ({
    chunk_id: `${file}_${number}`,
    start_time: number,
    end_time: number + 1,
    text: 'Olá!',
    ...given,
  });
  const send = (rows: unknown, query = ''): Promise<Answer> =>
    test.api.post(`file/${file}/chunks${query}`, rows);
  const replace = (rows: unknown): Promise<Answer> => send(rows, '?complete=true');
  const stored = async (): Promise<Chunk[]> => {
    const { body } = await test.api.get(`file/${file}/chunks`);
    return body.data as Chunk[];
  };
  const numbers = async (): Promise<number[]> =>
    (await stored()).map(({ chunk_id }) => Number(chunk_id.split('_')[1]));
  const counts = ({ body }: Answer): number[] =>
    ['inserted', 'updated', 'unchanged', 'deleted', 'refused'].map((name) => body[name] as number);
  const chunkCount = async (): Promise<number> =>
    (await test.api.get(`file/${file}`)).body.chunk_count as number;

  it('takes a sentence and gives it back in the reference’s form', async () => {
    const given = { start_time: 212.64, end_time: 213.64, speaker: 'Cary Grant', fps: 24 };
    const answer = await send([chunk(2, given)]);
    expect(answer.body).toEqual({
      success: true,
      file_uuid: file,
      message: '1 inserted',
      inserted: 1,
      ...{ updated: 0, unchanged: 0, deleted: 0, refused: 0, refusals: [] },
    });
    expect(await stored()).toEqual([
      {
        id: expect.any(Number),
        file_uuid: file,
        chunk_id: `${file}_2`,
        chunk_type: 'sentence',
        start_frame: 5103,
        end_frame: 5127,
        fps: 24,
        start_time: 212.64,
        end_time: 213.64,
        text_content: '[213s-214s] Cary Grant: "Olá!"',
        speaker: 'Cary Grant',
        text: 'Olá!',
      },
    ]);
  });

  it('changes nothing when the same rows come again, and what changed when others do', async () => {
    const rows = [chunk(1), chunk(2, { speaker: 'SPEAKER_0' }), chunk(3, { chunk_type: 'scene' })];
    expect(counts(await send(rows))).toEqual([3, 0, 0, 0, 0]);
    expect(counts(await send(rows))).toEqual([0, 0, 3, 0, 0]);
    expect(counts(await replace(rows))).toEqual([0, 0, 3, 0, 0]);
    const [before] = await stored();
    expect(counts(await send([chunk(1, { text: 'Adeus!' }), chunk(2), chunk(4)]))).toEqual([1, 2, 0, 0, 0]);
    const [first, second] = await stored();
    expect(first).toEqual({ ...before, text: 'Adeus!', text_content: '[1s-2s] "Adeus!"' });
    expect(second).toMatchObject({ speaker: null, text_content: '[2s-3s] "Olá!"' });
    expect(await chunkCount()).toBe(4);
  });

  it('takes back what GET gave', async () => {
    await send([chunk(1), chunk(2, { speaker: 'Cary "Dry" Grant\\', text: 'Tabs\t, lines\r\nand \\N 🎬' })]);
    await test.factory.chunk(file, { chunk_id: `${file}_9`, text_content: 'Nobody knows who' });
    const before = await stored();
    expect(before[2]).toMatchObject({ speaker: 'Cary "Dry" Grant\\', text: 'Tabs\t, lines\r\nand \\N 🎬' });
    expect(counts(await replace(before))).toEqual([0, 0, 3, 0, 0]);
    await replace([]);
    expect(counts(await send(before))).toEqual([3, 0, 0, 0, 0]);
    const withoutId = ({ id: _, ...others }: Chunk): object => others;
    expect((await stored()).map(withoutId)).toEqual(before.map(withoutId));
  });

  it('removes what complete rows lack, of their types', async () => {
    await send([chunk(1), chunk(2), chunk(3, { chunk_type: 'scene' })]);
    expect(counts(await replace([chunk(2), chunk(4)]))).toEqual([1, 0, 1, 1, 0]);
    expect(await numbers()).toEqual([2, 3, 4]);
    expect(await chunkCount()).toBe(3);
    expect(counts(await replace([chunk(3)]))).toEqual([0, 1, 0, 2, 0]);
    expect(await numbers()).toEqual([3]);
  });

  it('empties a file whose complete rows are none, and leaves others alone', async () => {
    const other = await test.factory.file();
    await test.factory.chunk(other);
    await send([chunk(1), chunk(3, { chunk_type: 'scene' })]);
    expect(counts(await replace([]))).toEqual([0, 0, 0, 2, 0]);
    expect([await numbers(), await chunkCount()]).toEqual([[], 0]);
    expect((await test.api.get(`file/${other}/chunks`)).body.count).toBe(1);
  });

  it('removes nothing where a row was refused', async () => {
    await send([chunk(1), chunk(2)]);
    expect(counts(await replace([chunk(1), chunk(3, { end_time: 0 })]))).toEqual([0, 0, 1, 0, 1]);
    expect(await numbers()).toEqual([1, 2]);
  });

  it.each([
    ['the row’s fps', { start_time: 1.99, end_time: 2.5, fps: 10 }, [19, 25], 10],
    ['the file’s fps', { start_time: 1.99, end_time: 2.5 }, [49, 62], 25],
    ['an fps of null', { start_time: 1, end_time: 2, fps: null }, [25, 50], 25],
    ['23.976 fps', { start_time: 10, end_time: 100, fps: 24000 / 1001 }, [239, 2397], 24000 / 1001],
    ['times that binary fractions miss', { start_time: 1.16, end_time: 4.35, fps: 100 }, [116, 435], 100],
    ['59.94 fps', { start_time: 1001, end_time: 2002, fps: 60000 / 1001 }, [60000, 120000], 60000 / 1001],
    ['the row’s frames', { start_frame: 7, end_frame: 8, fps: 10 }, [7, 8], 10],
    ['one frame of the row’s', { start_time: 1, end_time: 2, end_frame: 60 }, [25, 60], 25],
    ['one moment', { start_time: 1, end_time: 1 }, [25, 25], 25],
  ])('places a chunk by %s', async (_, given, frames, fps) => {
    expect(counts(await send([chunk(1, given)]))).toEqual([1, 0, 0, 0, 0]);
    const [found] = await stored();
    expect([found!.start_frame, found!.end_frame, found!.fps]).toEqual([...frames, fps]);
  });

  it('needs the fps of the row where that of the file is not known', async () => {
    file = await test.factory.file({ fps: null });
    const answer = await send([chunk(1), chunk(2, { start_frame: 0, end_frame: 1 }), chunk(3, { fps: 24 })]);
    expect(counts(answer)).toEqual([1, 0, 0, 0, 2]);
    const detail = 'is missing, and that of the file is not known';
    expect(answer.body.refusals).toEqual([1, 2].map((line) => ({ line, pointer: '#/fps', detail })));
  });

  it.each([
    ['speaker and text', { start_time: 1.5, end_time: 2.4, speaker: 'Ann' }, '[2s-2s] Ann: "Olá!"'],
    ['text alone', {}, '[1s-2s] "Olá!"'],
    ['itself', { text_content: 'As it is', speaker: 'Ann' }, 'As it is'],
    ['itself, and nothing else', { text_content: 'As it is', text: undefined }, 'As it is'],
    ['text, being null', { text_content: null }, '[1s-2s] "Olá!"'],
    ['an empty text', { text: '' }, '[1s-2s] ""'],
  ])('shows as text_content what is made of %s', async (_, given, shown) => {
    await send([chunk(1, given)]);
    const [found] = await stored();
    expect(found).toMatchObject({
      text_content: shown,
      text: 'text' in given ? (given.text ?? null) : 'Olá!',
    });
  });

  it('is followed by the chunks of those who are on screen', async () => {
    const person = await test.factory.identity();
    await test.factory.faces(file, [{ frame_number: 30, identity_uuid: person }]);
    await send([chunk(0), chunk(1), chunk(2)]);
    const { body } = await test.api.get(`identity/${person}/chunks`);
    expect((body.data as Chunk[]).map(({ chunk_id }) => chunk_id)).toEqual([`${file}_1`]);
    await replace([chunk(1, { start_time: 1.5 })]);
    expect((await test.api.get(`identity/${person}/chunks`)).body.count).toBe(0);
  });

  it('numbers on, whatever number a row brings', async () => {
    await send([chunk(1)]);
    const [{ id }] = (await stored()) as unknown as [{ id: number }];
    await send([chunk(2, { id: 5_000_000 }), chunk(3, { id })]);
    await send([chunk(4)]);
    expect((await stored()).map((each) => each.id)).toEqual([id, id + 1, id + 2, id + 3]);
  });

  it.each([
    [
      'the chunk_id of another file',
      { chunk_id: `${'f'.repeat(32)}_1` },
      '#/chunk_id',
      /^must begin with [0-9a-f]{32}_$/,
    ],
    ['a chunk_id of another form', { chunk_id: 'one' }, '#/chunk_id', /pattern/],
    ['no chunk_id', { chunk_id: undefined }, '#/chunk_id', /^is missing$/],
    [
      'an end before its start',
      { start_time: 5, end_time: 4.9 },
      '#/end_time',
      /^must not be before start_time$/,
    ],
    [
      'frames in the wrong order',
      { start_frame: 5, end_frame: 4 },
      '#/end_frame',
      /^must not be before start_frame$/,
    ],
    ['frames that its fps puts in the wrong order', { start_frame: 90 }, '#/fps', /before start_frame$/],
    ['a frame beyond all frames', { start_time: 1e8, end_time: 1e8, fps: 1000 }, '#/fps', /out of range$/],
    ['a negative time', { start_time: -1 }, '#/start_time', /^must be >= 0$/],
    ['a negative frame', { start_frame: -1 }, '#/start_frame', /^must be >= 0$/],
    ['no text', { text: undefined }, '#/text', /^is missing, and text_content too$/],
    ['a text that is null', { text: null }, '#/text', /^is missing, and text_content too$/],
    ['a text that is a number', { text: 1 }, '#/text', /^must be string$/],
    ['too long a text', { text: 'x'.repeat(100_001) }, '#/text', /100000/],
    ['an empty speaker', { speaker: '' }, '#/speaker', /fewer than 1/],
    ['no frames a second', { fps: 0 }, '#/fps', /^must be >= /],
    ['another file', { file_uuid: 'f'.repeat(32) }, '#/file_uuid', /^is not the file of the path$/],
    ['an unknown field', { language: 'pt' }, '#/language', /^is not known here$/],
  ])('refuses a row with %s, and takes the others', async (_, given, pointer, detail) => {
    const answer = await send([chunk(7), chunk(1, given), chunk(8)]);
    expect(counts(answer)).toEqual([2, 0, 0, 0, 1]);
    expect(answer.body.refusals).toEqual([{ line: 2, pointer, detail: expect.stringMatching(detail) }]);
    expect(await numbers()).toEqual([7, 8]);
  });

  it('takes the first of rows with one chunk_id, and refuses the others', async () => {
    const answer = await send([chunk(1, { text: 'First' }), chunk(2), chunk(1), chunk(1)]);
    expect(counts(answer)).toEqual([2, 0, 0, 0, 2]);
    const detail = 'was sent before';
    expect(answer.body.refusals).toEqual([3, 4].map((line) => ({ line, pointer: '#/chunk_id', detail })));
    expect((await stored())[0]!.text).toBe('First');
  });

  it('takes the file’s uuid in any spelling', async () => {
    const spelled = file.toUpperCase().replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const answer = await test.api.post(`file/${spelled}/chunks`, [chunk(1, { file_uuid: spelled })]);
    expect(answer.body).toMatchObject({ inserted: 1, file_uuid: file });
  });

  it('is a 404 where there is no such file', async () => {
    const { status, body } = await test.api.post(`file/${randomUuid()}/chunks`, []);
    expect([status, body.code]).toEqual([404, 'file_not_found']);
  });
});
