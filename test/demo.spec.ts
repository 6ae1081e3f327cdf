import sharp from 'sharp';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';

describe('on a fresh demo', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    expect(await test.app.get(DemoLoader).load()).toBe(true);
  });
  afterAll(() => test.close());

  it("Cary Grant is the reference's example", async () => {
    const { body } = await test.api.get(`identity/${CARY}`);
    expect(body).toEqual({
      success: true,
      identity_uuid: CARY,
      name: 'Cary Grant',
      identity_type: 'people',
      source: 'tmdb',
      status: 'confirmed',
      tmdb_id: 112,
      tmdb_profile: `${test.environment.OUTPUT_DIR}/identities/${CARY}/profile.jpg`,
      metadata: {},
      reference_data: {},
      created_at: '2026-05-16T12:00:00Z',
      updated_at: null,
    });
  });

  it("the reference's chunk is among his", async () => {
    const { body } = await test.api.get(`identity/${CARY}/chunks`);
    expect(body.data).toContainEqual({
      id: 0,
      file_uuid: CHARADE,
      chunk_id: `${CHARADE}_2`,
      chunk_type: 'sentence',
      start_frame: 5103,
      end_frame: 5127,
      fps: 24.0,
      start_time: 212.64,
      end_time: 213.64,
      text_content: '[213s-214s] Cary Grant: "Olá!"',
    });
  });

  it('a search for Cary finds him in Charade', async () => {
    const { body } = await test.api.get('identities/search?q=Cary');
    expect(body.results).toEqual([
      { identity_uuid: CARY, name: 'Cary Grant', source: 'tmdb', tmdb_id: 112, file_uuid: CHARADE },
    ]);
  });

  it('the cast has its characters and its order in the metadata, but for Cary Grant', async () => {
    const { body } = await test.api.get('identities?source=tmdb');
    for (const { identity_uuid, metadata } of body.identities) {
      if (identity_uuid === CARY) continue;
      expect(metadata).toEqual({ tmdb_character: expect.any(String), cast_order: expect.any(Number) });
    }
    expect(body.count).toBeGreaterThan(4);
  });

  it('people span three files, over the whole of the film', async () => {
    const { body } = await test.api.get(`identity/${CARY}/files`);
    expect(body.count).toBe(3);
    expect(body.data[0]).toMatchObject({ file_uuid: CHARADE, file_name: 'Charade (1963).mp4' });
    expect(body.data[0].end_time).toBeGreaterThan(6000);
  });

  it('portraits are images of their declared type, one of them PNG, and some people have none', async () => {
    const { body } = await test.api.get('identities?page_size=200');
    const types = new Set<string>();
    for (const { identity_uuid, tmdb_profile } of body.identities) {
      const { status, headers, bytes } = await test.api.get(`identity/${identity_uuid}/profile-image`);
      expect(status).toBe(tmdb_profile ? 200 : 404);
      if (!tmdb_profile) continue;
      const { format, width } = await sharp(bytes).metadata();
      expect(headers['content-type']).toBe(`image/${format}`);
      expect(width).toBeGreaterThan(200);
      types.add(format);
    }
    expect([...types].sort()).toEqual(['jpeg', 'png']);
  });

  it("the reference's example bodies come back from its requests that change something", async () => {
    const upload = await test.api.post('identity/upload', {
      version: 1,
      identity_uuid: CARY,
      name: 'Cary Grant',
      identity_type: 'people',
      source: '.json',
      status: 'confirmed',
      metadata: {},
      file_bindings: [],
    });
    expect(upload.body).toEqual({
      success: true,
      identity_uuid: CARY,
      name: 'Cary Grant',
      message: 'Identity uploaded successfully',
    });
    const photo = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'grey' } })
      .jpeg()
      .toBuffer();
    const image = await test.api.upload(`identity/${CARY}/profile-image`, photo);
    expect(image.body).toEqual({
      success: true,
      identity_uuid: CARY,
      path: `${test.environment.OUTPUT_DIR}/identities/${CARY}/profile.jpg`,
      message: 'Profile image saved: profile.jpg',
    });
  });

  it('face 1_5 of Charade can be bound, one of six in its frame', async () => {
    const [{ count }] = await test.dataSource.query(
      'SELECT count(*)::int AS count FROM face_detection WHERE file_uuid = $1 AND frame_number = 1',
      [CHARADE],
    );
    expect(count).toBe(6);
    const { status, body } = await test.api.post(`identity/${CARY}/bind`, {
      file_uuid: CHARADE,
      face_id: '1_5',
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ face_id: '1_5', previous_identity_uuid: null });
    expect(body.data.rows_affected).toBeGreaterThan(1);
  });

  it('the next chunk goes on behind its numbers, and it is not loaded again', async () => {
    expect(await test.factory.chunk(CHARADE, { chunk_id: 'next' })).toBe(121);
    expect(await test.app.get(DemoLoader).load()).toBe(false);
  });
});
