import { manyChunks, manyFaces } from './support/bulk.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const LISTS = ['identities', 'faces', 'traces', 'chunks'];
const [CARY, AUDREY, WALTER] = ['c'.repeat(32), 'a'.repeat(32), 'b'.repeat(32)];

describe('what is in a file', () => {
  let test: TestApp;
  let file: string;

  beforeAll(async () => {
    test = await getTestApp();
    await test.factory.identity({ identity_uuid: CARY, name: 'Cary Grant' });
    await test.factory.identity({ identity_uuid: AUDREY, name: 'Audrey Hepburn' });
    await test.factory.identity({ identity_uuid: WALTER, name: 'Walter Matthau' });
    const other = await test.factory.file();
    const everybody = [CARY, AUDREY, WALTER];
    await test.factory.faces(
      other,
      everybody.map((identity_uuid, index) => ({ frame_number: index, trace_id: 1, identity_uuid })),
    );
    await test.factory.chunk(other);
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    file = await test.factory.file();
  });

  const data = async (path: string): Promise<Record<string, unknown>[]> => {
    const { status, body } = await test.api.get(`file/${file}/${path}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, file_uuid: file, count: body.data.length });
    return body.data as Record<string, unknown>[];
  };

  describe('GET …/identities', () => {
    it('sums up the detections of everybody in the file, who has most of them first', async () => {
      await test.factory.faces(file, [
        { frame_number: 240, trace_id: 1, time: 10.01, confidence: 0.75, identity_uuid: CARY },
        { frame_number: 5127, trace_id: 7, time: 213.64, confidence: 0.5, identity_uuid: AUDREY },
        { frame_number: 5103, trace_id: 7, time: 212.64, confidence: 0.9, identity_uuid: AUDREY },
        { frame_number: 5110, trace_id: 8, time: 213, confidence: 0.7, identity_uuid: AUDREY },
        { frame_number: 5111, trace_id: null, time: 213.04, confidence: 0.9, identity_uuid: AUDREY },
        { frame_number: 1, trace_id: 9 },
      ]);
      expect(await data('identities')).toEqual([
        {
          identity_uuid: AUDREY,
          name: 'Audrey Hepburn',
          ...{ face_count: 4, trace_count: 2, confidence: 0.75, max_confidence: 0.9 },
          ...{ start_frame: 5103, end_frame: 5127, start_time: 212.64, end_time: 213.64 },
        },
        {
          identity_uuid: CARY,
          name: 'Cary Grant',
          ...{ face_count: 1, trace_count: 1, confidence: 0.75, max_confidence: 0.75 },
          ...{ start_frame: 240, end_frame: 240, start_time: 10.01, end_time: 10.01 },
        },
      ]);
    });

    it('orders those with equally many by uuid, the greatest first', async () => {
      const people = [AUDREY, CARY, WALTER];
      await test.factory.faces(
        file,
        people.map((identity_uuid, frame_number) => ({ frame_number, identity_uuid })),
      );
      const found = (await data('identities')).map(({ identity_uuid }) => identity_uuid);
      expect(found).toEqual([CARY, WALTER, AUDREY]);
    });

    it('follows the bindings', async () => {
      await test.factory.faces(file, [{ frame_number: 1, trace_id: 3, identity_uuid: CARY }]);
      await test.api.post(`identity/${WALTER}/bind`, { file_uuid: file, trace_id: 3 });
      expect(await data('identities')).toMatchObject([{ identity_uuid: WALTER, face_count: 1 }]);
    });
  });

  describe('GET …/faces', () => {
    it('shows every field of a detection, and whose it is', async () => {
      const place = { x: 10.5, y: 0, width: 120.25, height: 160 };
      const face = { frame_number: 5112, confidence: 0.9712345, trace_id: 7, time: 213.01 };
      const binding = { identity_uuid: CARY, provenance: 'auto', binding_confidence: 0.8125 } as const;
      await test.factory.faces(file, [{ ...face, face_id: 'face_5112', ...place, ...binding }]);
      expect(await data('faces')).toEqual([
        { file_uuid: file, ...face, face_id: 'face_5112', bbox: place, ...binding },
      ]);
    });

    it('gives a provenance to what is bound only: manual if a person bound it', async () => {
      await test.factory.faces(
        file,
        [1, 2, 3].map((frame_number) => ({ frame_number })),
      );
      await test.api.post(`identity/${CARY}/bind`, { file_uuid: file, face_id: '2_0' });
      await test.api.post(`identity/${CARY}/bind`, { file_uuid: file, face_id: '3_0' });
      await test.api.post(`identity/${CARY}/unbind`, { file_uuid: file, face_id: '3_0' });
      const nothing = { identity_uuid: null, binding_confidence: null };
      expect(await data('faces')).toMatchObject([
        { face_id: '1_0', ...nothing, provenance: null },
        { face_id: '2_0', identity_uuid: CARY, provenance: 'manual', binding_confidence: null },
        { face_id: '3_0', ...nothing, provenance: null },
      ]);
    });

    it('orders by frame and face_id', async () => {
      const ids = ['10_0', '9_1', '9_0', '9_B', '9_a'];
      await test.factory.faces(
        file,
        ids.map((face_id, index) => ({
          face_id,
          frame_number: parseInt(face_id),
          identity_uuid: index % 2 ? CARY : null,
        })),
      );
      const found = (await data('faces')).map(({ face_id }) => face_id);
      expect(found).toEqual(['9_0', '9_1', '9_B', '9_a', '10_0']);
    });

    describe('with bound', () => {
      const bound = [1, 2, 5, 6, 7];
      const unbound = [3, 4, 8];

      beforeEach(async () => {
        await test.factory.faces(file, [
          ...bound.map((frame_number) => ({ frame_number, identity_uuid: frame_number < 6 ? CARY : AUDREY })),
          ...unbound.map((frame_number) => ({ frame_number })),
        ]);
      });

      const frames = (rows: Record<string, unknown>[]): unknown[] =>
        rows.map(({ frame_number }) => frame_number);

      it('shows those that are somebody’s, or nobody’s, or all', async () => {
        expect(frames(await data('faces?bound=true'))).toEqual(bound);
        expect(frames(await data('faces?bound=false'))).toEqual(unbound);
        expect(frames(await data('faces'))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      });

      it.each([
        ['true', bound],
        ['false', unbound],
      ])('=%s counts and shows only those page by page', async (value, expected) => {
        const seen: unknown[] = [];
        let cursor = '';
        for (let page = 1; page === 1 || cursor; page++) {
          const path = `file/${file}/faces?bound=${value}&page_size=2${cursor}`;
          const { body, headers } = await test.api.get(path);
          expect(body).toMatchObject({ count: expected.length, page });
          expect(headers.link).toContain(`bound=${value}`);
          seen.push(...frames(body.data as Record<string, unknown>[]));
          cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
        }
        expect(seen).toEqual(expected);
      });

      it('follows the bindings, and the deletion of an identity', async () => {
        const count = async (value: boolean): Promise<number> =>
          (await test.api.get(`file/${file}/faces?page=1&bound=${value}`)).body.count as number;
        const doomed = await test.factory.identity();
        for (const face_id of ['3_0', '4_0']) {
          await test.api.post(`identity/${doomed}/bind`, { file_uuid: file, face_id });
        }
        expect([await count(true), await count(false)]).toEqual([7, 1]);
        await test.api.delete(`identity/${doomed}`);
        expect([await count(true), await count(false)]).toEqual([5, 3]);
        expect(frames(await data('faces?bound=false'))).toEqual(unbound);
      });

      it.each(['', 'yes', 'TRUE', '1', 'null'])('is a 400 with bound=%s', async (value) => {
        const { status, body } = await test.api.get(`file/${file}/faces?bound=${value}`);
        expect(status).toBe(400);
        expect(body.errors).toEqual([{ pointer: '#/bound', detail: 'must be one of true, false' }]);
      });
    });
  });

  describe('GET …/traces', () => {
    it('sums up the detections of each trace, bound or not, and says whose they are', async () => {
      await test.factory.faces(file, [
        { frame_number: 10, trace_id: 11, time: 0.42, confidence: 0.5, identity_uuid: CARY },
        { frame_number: 12, trace_id: 11, time: 0.5, confidence: 0.9, identity_uuid: AUDREY },
        { frame_number: 11, trace_id: 11, time: 0.46, confidence: 0.7, identity_uuid: CARY },
        { frame_number: 13, trace_id: 11, time: 0.54, confidence: 0.9 },
        { frame_number: 7, trace_id: 2, time: 0.29, confidence: 0.25 },
        { frame_number: 8, trace_id: null, identity_uuid: WALTER },
      ]);
      expect(await data('traces')).toEqual([
        {
          trace_id: 2,
          ...{ face_count: 1, confidence: 0.25, max_confidence: 0.25 },
          ...{ start_frame: 7, end_frame: 7, start_time: 0.29, end_time: 0.29 },
          identity_uuids: [],
        },
        {
          trace_id: 11,
          ...{ face_count: 4, confidence: 0.75, max_confidence: 0.9 },
          ...{ start_frame: 10, end_frame: 13, start_time: 0.42, end_time: 0.54 },
          identity_uuids: [AUDREY, CARY],
        },
      ]);
    });
  });

  describe('GET …/chunks', () => {
    it('shows every field of a chunk, who speaks and what', async () => {
      const chunk = {
        ...{ chunk_id: `${file}_2`, chunk_type: 'sentence', start_frame: 5103, end_frame: 5127 },
        ...{ fps: 24, start_time: 212.64, end_time: 213.64 },
        ...{ text_content: '[213s-214s] Cary Grant: "Olá!"', speaker: 'Cary Grant', text: 'Olá!' },
      };
      const id = await test.factory.chunk(file, chunk);
      expect(await data('chunks')).toEqual([{ id, file_uuid: file, ...chunk }]);
    });

    it('says null of a speaker and a text that are not known', async () => {
      await test.factory.chunk(file);
      expect(await data('chunks')).toMatchObject([{ speaker: null, text: null }]);
    });

    it('orders by first frame, then by id, whoever is on screen', async () => {
      const ids: number[] = [];
      for (const start_frame of [9, 10, 2, 9]) ids.push(await test.factory.chunk(file, { start_frame }));
      expect((await data('chunks')).map(({ id }) => id)).toEqual([ids[2], ids[0], ids[3], ids[1]]);
    });
  });

  describe.each(LISTS)('GET …/%s', (list) => {
    it('is empty where nothing was found in the file', async () => {
      const { status, body, headers } = await test.api.get(`file/${file}/${list}`);
      expect(status).toBe(200);
      expect(body).toEqual({ success: true, file_uuid: file, count: 0, data: [] });
      expect(headers.link).toBeUndefined();
    });

    it('is an empty page where nothing was found in the file', async () => {
      const { body, headers } = await test.api.get(`file/${file}/${list}?page=1`);
      const page = { count: 0, page: 1, page_size: 20, next_cursor: null };
      expect(body).toEqual({ success: true, file_uuid: file, ...page, data: [] });
      expect(headers.link).toContain('rel="last"');
    });

    it('is a 404 where there is no such file', async () => {
      for (const query of ['', '?page=1']) {
        const { status, body } = await test.api.get(`file/${randomUuid()}/${list}${query}`);
        expect([status, body.code]).toEqual([404, 'file_not_found']);
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
      const { status, body } = await test.api.get(`file/${file}/${list}?${query}`);
      expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
    });

    it('is a 400 where the path names no uuid', async () => {
      const { status, body } = await test.api.get(`file/charade/${list}`);
      expect([status, body.errors[0].pointer]).toEqual([400, '#/file_uuid']);
    });

    it('is a 401 without a key', async () => {
      expect((await test.api.get(`file/${file}/${list}`, { 'X-API-Key': '' })).status).toBe(401);
    });
  });

  it('is sent as a whole, however much it is', async () => {
    await manyFaces(test.dataSource, file, CARY, 2500);
    await manyChunks(test.dataSource, file, 1001);
    for (const [list, count] of [
      ['faces', 2500],
      ['faces?bound=true', 2500],
      ['chunks', 1001],
    ] as const) {
      const rows = (await data(list)) as { frame_number?: number; start_frame: number }[];
      const frames = rows.map(({ frame_number, start_frame }) => frame_number ?? start_frame);
      expect(frames).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });
});
