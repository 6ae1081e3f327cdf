import { manyChunks, manyFaces } from './support/bulk.js';
import { getTestApp, type TestApp } from './support/test-app.js';

interface Row {
  file_uuid: string;
  frame_number: number;
}

describe('a list that is sent as a whole', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  /** An identity with so many detections in one file after the other, and where they are, in order. */
  async function appearing(...counts: number[]): Promise<{ identity: string; places: string[] }> {
    const identity = await test.factory.identity();
    const files: [string, number][] = [];
    for (const count of counts) files.push([await test.factory.file(), count]);
    for (const [file, count] of files) await manyFaces(test.dataSource, file, identity, count);
    const inOrder = files.toSorted(([file], [other]) => (file < other ? -1 : 1));
    const framesOf = ([file, count]: [string, number]): string[] =>
      Array.from({ length: count }, (_, index) => `${file} ${index + 1}`);
    return { identity, places: inOrder.flatMap(framesOf) };
  }

  const placesOf = (rows: Row[]): string[] =>
    rows.map(({ file_uuid, frame_number }) => `${file_uuid} ${frame_number}`);

  it('holds thousands of detections, each once and in order', async () => {
    const { identity, places } = await appearing(2500, 1800, 1000);
    const { status, body, headers } = await test.api.get(`identity/${identity}/faces`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({ success: true, identity_uuid: identity, count: 5300 });
    expect(placesOf(body.data as Row[])).toEqual(places);
  });

  it.each([999, 1000, 1001, 2000])('holds exactly %i detections', async (count) => {
    const { identity, places } = await appearing(count);
    const { body } = await test.api.get(`identity/${identity}/faces`);
    expect(body.count).toBe(count);
    expect(placesOf(body.data as Row[])).toEqual(places);
  });

  it('holds thousands of chunks, each once and in order', async () => {
    const { identity } = await appearing(2500);
    const { body: files } = await test.api.get(`identity/${identity}/files`);
    await manyChunks(test.dataSource, files.data[0].file_uuid as string, 3000);
    const { body } = await test.api.get(`identity/${identity}/chunks`);
    expect(body.count).toBe(2500);
    const frames = (body.data as { start_frame: number }[]).map(({ start_frame }) => start_frame);
    expect(frames).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
  });

  it('holds thousands of detections of one file', async () => {
    const { identity, places } = await appearing(1500, 1001);
    const file = places[0]!.slice(0, 32);
    const { body } = await test.api.get(`identity/${identity}/faces?file_uuid=${file}`);
    expect(placesOf(body.data as Row[])).toEqual(places.filter((place) => place.startsWith(file)));
  });

  it('is announced without its body', async () => {
    const { identity } = await appearing(1500);
    const { status, headers, bytes } = await test.api.call('HEAD', `identity/${identity}/faces`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(bytes).toHaveLength(0);
  });
});
