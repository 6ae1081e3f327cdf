import { getTestApp, type TestApp } from './support/test-app.js';

describe('GET /api/v1/identity/:identity_uuid/chunks', () => {
  let test: TestApp;
  let cary: string;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    cary = await test.factory.identity({ name: 'Cary Grant' });
    file = await test.factory.file();
  });

  const inFrames = (file_uuid: string, ...frames: number[]): Promise<void> =>
    test.factory.faces(
      file_uuid,
      frames.map((frame_number) => ({ frame_number, identity_uuid: cary })),
    );

  const ids = async (query = ''): Promise<number[]> => {
    const { status, body } = await test.api.get(`identity/${cary}/chunks${query}`);
    expect(status).toBe(200);
    expect(body.count).toBe(body.data.length);
    return (body.data as { id: number }[]).map(({ id }) => id);
  };

  // The first chunk of the database: its own id is 0, as in the reference.
  it("shows every field of a chunk as it is stored, with the chunk's own id", async () => {
    await inFrames(file, 5110);
    const said = {
      chunk_id: `${file}_2`,
      chunk_type: 'sentence',
      start_frame: 5103,
      end_frame: 5127,
      fps: 24,
      start_time: 212.64,
      end_time: 213.64,
      text_content: '[213s-214s] Cary Grant: "Olá!"',
    };
    await test.factory.chunk(file, said);
    const { status, body } = await test.api.get(`identity/${cary}/chunks`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      count: 1,
      data: [{ id: 0, file_uuid: file, ...said }],
    });
  });

  it.each([
    ['in its first frame', 100, true],
    ['in its last frame', 120, true],
    ['within it', 110, true],
    ['one frame before it', 99, false],
    ['one frame after it', 121, false],
  ])('counts a detection %s: frame %i, %s', async (_, frame, counts) => {
    await inFrames(file, frame);
    const id = await test.factory.chunk(file, { start_frame: 100, end_frame: 120 });
    expect(await ids()).toEqual(counts ? [id] : []);
  });

  it('counts a chunk of one frame', async () => {
    await inFrames(file, 100);
    const id = await test.factory.chunk(file, { start_frame: 100, end_frame: 100 });
    expect(await ids()).toEqual([id]);
  });

  it('leaves out a chunk between two detections', async () => {
    await inFrames(file, 10, 200);
    await test.factory.chunk(file, { start_frame: 100, end_frame: 120 });
    expect(await ids()).toEqual([]);
  });

  it('shows a chunk once, however many detections it holds', async () => {
    await inFrames(file, 100, 101, 102, 120);
    const id = await test.factory.chunk(file, { start_frame: 100, end_frame: 120 });
    expect(await ids()).toEqual([id]);
  });

  it('shows every one of overlapping chunks, and those as long as the film', async () => {
    await inFrames(file, 100);
    const whole = await test.factory.chunk(file, { start_frame: 0, end_frame: 2 ** 31 - 1 });
    const first = await test.factory.chunk(file, { start_frame: 90, end_frame: 100 });
    const second = await test.factory.chunk(file, { start_frame: 95, end_frame: 110 });
    await test.factory.chunk(file, { start_frame: 101, end_frame: 110 });
    expect(await ids()).toEqual([whole, first, second]);
  });

  it('leaves out what was said in the same frames of another file', async () => {
    const other = await test.factory.file();
    await inFrames(file, 100);
    await inFrames(other, 1, 5000);
    await test.factory.chunk(other, { start_frame: 100, end_frame: 120 });
    expect(await ids()).toEqual([]);
  });

  it('leaves out what was said while somebody else was on screen, or nobody known', async () => {
    const audrey = await test.factory.identity();
    await inFrames(file, 1, 500);
    await test.factory.faces(file, [{ frame_number: 100, identity_uuid: audrey }, { frame_number: 101 }]);
    await test.factory.chunk(file, { start_frame: 100, end_frame: 120 });
    expect(await ids()).toEqual([]);
  });

  it('orders by file, first frame and id', async () => {
    const files = [file, await test.factory.file()].sort();
    const made: Record<string, number[]> = {};
    for (const file_uuid of files.toReversed()) {
      await inFrames(file_uuid, 100);
      const late = await test.factory.chunk(file_uuid, { start_frame: 100, end_frame: 101 });
      const early = await test.factory.chunk(file_uuid, { start_frame: 50, end_frame: 200 });
      const lateToo = await test.factory.chunk(file_uuid, { start_frame: 100, end_frame: 100 });
      made[file_uuid] = [early, late, lateToo];
    }
    expect(await ids()).toEqual(files.flatMap((file_uuid) => made[file_uuid]!));
  });

  it('shows the chunks of one file', async () => {
    const other = await test.factory.file();
    await inFrames(file, 100);
    await inFrames(other, 100);
    const id = await test.factory.chunk(file, { start_frame: 100 });
    await test.factory.chunk(other, { start_frame: 100 });
    expect(await ids(`?file_uuid=${file}`)).toEqual([id]);
  });

  it('follows a binding at once', async () => {
    await test.factory.faces(file, [{ frame_number: 100 }]);
    const id = await test.factory.chunk(file, { start_frame: 100 });
    await test.api.post(`identity/${cary}/bind`, { file_uuid: file, face_id: '100_0' });
    expect(await ids()).toEqual([id]);
  });
});
