import { IdentityAlias } from '../src/catalogue/entities/identity-alias.entity.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const [A, B] = ['a'.repeat(32), 'b'.repeat(32)] as const;

describe('where an identity appears', () => {
  let test: TestApp;
  let cary: string;

  beforeAll(async () => {
    test = await getTestApp();
    await test.factory.file({ file_uuid: B, name: 'Penny Serenade (1941).mp4' });
    await test.factory.file({ file_uuid: A, name: 'Charade (1963).mp4' });
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    cary = await test.factory.identity({ name: 'Cary Grant' });
  });

  const data = async (path: string): Promise<Record<string, unknown>[]> => {
    const { status, body } = await test.api.get(`identity/${cary}/${path}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, identity_uuid: cary, count: body.data.length });
    return body.data as Record<string, unknown>[];
  };

  /** A detection of somebody, with a face_id that no other has. */
  const face = (frame_number: number, more: object = {}): object => ({
    frame_number,
    face_id: `${frame_number}_${randomUuid()}`,
    identity_uuid: cary,
    ...more,
  });

  describe('GET …/files', () => {
    it('sums up the detections of each file, by file', async () => {
      await test.factory.faces(B, [face(240, { trace_id: 0, time: 10.01, confidence: 0.75 })]);
      await test.factory.faces(A, [
        face(5127, { trace_id: 7, time: 213.64, confidence: 0.5 }),
        face(5103, { trace_id: 7, time: 212.64, confidence: 0.9 }),
        face(5110, { trace_id: 8, time: 213, confidence: 0.7 }),
        face(5111, { trace_id: null, time: 213.04, confidence: 0.9 }),
        face(1, { trace_id: 9, time: 0.04, confidence: 1, identity_uuid: null }),
      ]);
      expect(await data('files')).toEqual([
        {
          file_uuid: A,
          file_name: 'Charade (1963).mp4',
          face_count: 4,
          trace_count: 2,
          confidence: 0.75,
          max_confidence: 0.9,
          start_frame: 5103,
          end_frame: 5127,
          start_time: 212.64,
          end_time: 213.64,
        },
        {
          file_uuid: B,
          file_name: 'Penny Serenade (1941).mp4',
          face_count: 1,
          trace_count: 1,
          confidence: 0.75,
          max_confidence: 0.75,
          start_frame: 240,
          end_frame: 240,
          start_time: 10.01,
          end_time: 10.01,
        },
      ]);
    });

    it('refuses file_uuid, which it does not know', async () => {
      const { status, body } = await test.api.get(`identity/${cary}/files?file_uuid=${A}`);
      expect(status).toBe(400);
      expect(body.errors[0].pointer).toBe('#/file_uuid');
    });
  });

  describe('GET …/faces', () => {
    it('shows every field of a detection as it is stored', async () => {
      await test.factory.faces(A, [
        {
          frame_number: 5112,
          face_id: 'face_5112',
          trace_id: 7,
          time: 213.01,
          confidence: 0.9712345,
          identity_uuid: cary,
          ...{ x: 10.5, y: 0, width: 120.25, height: 160 },
        },
      ]);
      expect(await data('faces')).toEqual([
        {
          file_uuid: A,
          frame_number: 5112,
          face_id: 'face_5112',
          confidence: 0.9712345,
          trace_id: 7,
          time: 213.01,
          bbox: { x: 10.5, y: 0, width: 120.25, height: 160 },
        },
      ]);
    });

    it('says null of a detection without trace', async () => {
      await test.factory.faces(A, [face(1)]);
      expect(await data('faces')).toMatchObject([{ trace_id: null }]);
    });

    it('orders by file, frame and face_id', async () => {
      await test.factory.faces(B, [{ frame_number: 1, face_id: 'z', identity_uuid: cary }]);
      const ids = ['10_0', '9_1', '9_0', '9_B', '9_a'];
      const rows = ids.map((face_id) => ({
        face_id,
        frame_number: parseInt(face_id),
        identity_uuid: cary,
      }));
      await test.factory.faces(A, rows);
      const found = (await data('faces')).map(({ face_id }) => face_id);
      expect(found).toEqual(['9_0', '9_1', '9_B', '9_a', '10_0', 'z']);
    });

    it('shows the detections of one file', async () => {
      await test.factory.faces(A, [face(1)]);
      await test.factory.faces(B, [face(2), face(3)]);
      expect(await data(`faces?file_uuid=${B}`)).toMatchObject([{ frame_number: 2 }, { frame_number: 3 }]);
    });

    it('takes file_uuid in any spelling', async () => {
      await test.factory.faces(A, [face(1)]);
      const spelled = 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA';
      expect(await data(`faces?file_uuid=${spelled}`)).toHaveLength(1);
    });
  });

  describe.each(['files', 'faces', 'chunks'])('GET …/%s', (list) => {
    it('is empty where the identity has nothing', async () => {
      const { status, body } = await test.api.get(`identity/${cary}/${list}`);
      expect(status).toBe(200);
      expect(body).toEqual({ success: true, identity_uuid: cary, count: 0, data: [] });
    });

    it('is an empty page where the identity has nothing', async () => {
      const { body, headers } = await test.api.get(`identity/${cary}/${list}?page=1`);
      const page = { count: 0, page: 1, page_size: 20, next_cursor: null };
      expect(body).toEqual({ success: true, identity_uuid: cary, ...page, data: [] });
      expect(headers.link).toContain('rel="last"');
    });

    it('follows an alias to the identity', async () => {
      const alias_uuid = randomUuid();
      await test.dataSource.manager.insert(IdentityAlias, { alias_uuid, identity_uuid: cary });
      const { status, body } = await test.api.get(`identity/${alias_uuid}/${list}`);
      expect([status, body.identity_uuid]).toEqual([200, cary]);
    });

    it('is a 404 where there is no such identity', async () => {
      for (const query of ['', '?page=1']) {
        const { status, body } = await test.api.get(`identity/${randomUuid()}/${list}${query}`);
        expect([status, body.code]).toEqual([404, 'identity_not_found']);
      }
    });

    it.each([
      ['limit=3', '#/limit'],
      ['page=0', '#/page'],
      ['page=x', '#/page'],
      ['page_size=0', '#/page_size'],
      ['page_size=201', '#/page_size'],
      ['page=1&page=2', '#/page'],
      ['cursor=x', '#/cursor'],
      ['file_uuid=x', '#/file_uuid'],
    ])('is a 400 with %s', async (query, pointer) => {
      const { status, body } = await test.api.get(`identity/${cary}/${list}?${query}`);
      expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
    });

    it('is a 400 where the path names no uuid', async () => {
      const { status, body } = await test.api.get(`identity/cary/${list}`);
      expect([status, body.errors[0].pointer]).toEqual([400, '#/identity_uuid']);
    });

    it('is a 401 without a key', async () => {
      const { status } = await test.api.get(`identity/${cary}/${list}`, { 'X-API-Key': '' });
      expect(status).toBe(401);
    });
  });

  it.each(['faces', 'chunks'])('has no %s in a file that there is not', async (list) => {
    expect(await data(`${list}?file_uuid=${randomUuid()}`)).toEqual([]);
  });
});
