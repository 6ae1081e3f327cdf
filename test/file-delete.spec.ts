import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaceEmbedding } from '../src/catalogue/entities/face-embedding.entity.js';
import { Random } from '../src/demo/random.js';
import { atOnce, type Request } from './support/at-once.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { expectExactSummaries } from './support/summaries.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** Rows of any table that are about a file. */
const LEFT = ['face_detection', 'face_embedding', 'trace', 'chunk', 'appearance', 'file']
  .map((table) => `SELECT '${table}' AS name FROM ${table} WHERE file_uuid = $1`)
  .join(' UNION ALL ');

/** A file with somebody who is in another one too, and somebody who isn't. */
interface Scene {
  file: string;
  other: string;
  somebody: string;
  stranger: string;
}

describe('DELETE /api/v1/file/:file_uuid', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const setScene = async (): Promise<Scene> => {
    const { factory } = test;
    const [file, other] = [await factory.file({ name: 'Charade (1963).mp4' }), await factory.file()];
    const [somebody, stranger] = [await factory.identity(), await factory.identity()];
    await factory.faces(file, [
      { frame_number: 1, trace_id: 1, identity_uuid: somebody },
      { frame_number: 2, trace_id: 1, identity_uuid: somebody },
      { frame_number: 3, trace_id: 2, identity_uuid: stranger },
      { frame_number: 4, trace_id: 3 },
    ]);
    await factory.faces(other, [{ frame_number: 1, trace_id: 1, identity_uuid: somebody }]);
    for (const file_uuid of [file, file, other]) await factory.chunk(file_uuid);
    const vector = Buffer.alloc(8);
    for (const file_uuid of [file, other]) {
      const embedding = { file_uuid, face_id: '1_0', model: 'm', dimension: 2, vector };
      await test.dataSource.manager.insert(FaceEmbedding, embedding);
    }
    return { file, other, somebody, stranger };
  };

  const count = async (statement: string, file_uuid: string): Promise<unknown> =>
    test.dataSource.query(statement, [file_uuid]);

  it('says what it deleted, and how many identities appeared in it', async () => {
    const { file } = await setScene();
    const { status, body } = await test.api.delete(`file/${file}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      file_uuid: file,
      message: 'File deleted: Charade (1963).mp4',
      faces_deleted: 4,
      chunks_deleted: 2,
      identities_affected: 2,
    });
  });

  it('leaves no row of the file, and every row of the others', async () => {
    const { file, other } = await setScene();
    const before = await count(LEFT, other);
    await test.api.delete(`file/${file}`);
    expect(await count(LEFT, file)).toEqual([]);
    expect(await count(LEFT, other)).toEqual(before);
  });

  it('leaves the identities, with what they have elsewhere', async () => {
    const { file, other, somebody, stranger } = await setScene();
    await test.api.delete(`file/${file}`);
    const { body } = await test.api.get('identities?page_size=200');
    const rows = body.identities as { identity_uuid: string; face_count: number }[];
    const faces = new Map(rows.map(({ identity_uuid, face_count }) => [identity_uuid, face_count]));
    expect([faces.get(somebody), faces.get(stranger)]).toEqual([1, 0]);
    expect((await test.api.get(`identity/${somebody}/files`)).body.data).toMatchObject([
      { file_uuid: other },
    ]);
    for (const list of ['files', 'faces', 'chunks']) {
      expect((await test.api.get(`identity/${stranger}/${list}`)).body).toMatchObject({ count: 0, data: [] });
    }
    await expectExactSummaries(test.dataSource);
  });

  it('leaves updated_at of the identities alone, as bindings do', async () => {
    const { file, somebody } = await setScene();
    await test.api.delete(`file/${file}`);
    expect((await test.api.get(`identity/${somebody}`)).body.updated_at).toBeNull();
  });

  it('takes the file out of every answer', async () => {
    const { file, other, somebody, stranger } = await setScene();
    const search = async (identity: string): Promise<string | null> => {
      const { name } = (await test.api.get(`identity/${identity}`)).body as { name: string };
      const { body } = await test.api.get(`identities/search?q=${encodeURIComponent(name)}`);
      return body.results[0].file_uuid as string | null;
    };
    expect([await search(somebody), await search(stranger)]).toEqual([file, file]);
    await test.api.delete(`file/${file}`);
    expect([await search(somebody), await search(stranger)]).toEqual([other, null]);
    expect((await test.api.get('files?page_size=200')).text).not.toContain(file);
    for (const list of ['files', 'faces', 'chunks', 'json']) {
      expect((await test.api.get(`identity/${somebody}/${list}`)).text).not.toContain(file);
    }
  });

  it('takes the file out of the identity files', async () => {
    const { file, somebody } = await setScene();
    const path = join(test.environment.OUTPUT_DIR, 'identities', somebody, 'identity.json');
    const look = (): Promise<string> => readFile(path, 'utf8').catch(() => '');
    await test.api.post(`identity/${somebody}/bind`, { file_uuid: file, trace_id: 3 });
    expect(await eventually(look, (text) => text.includes(file))).toContain(file);
    await test.api.delete(`file/${file}`);
    expect(await eventually(look, (text) => !text.includes(file))).not.toContain(file);
  });

  it.each(['', '/identities', '/faces', '/traces', '/chunks'])('makes GET …%s a 404', async (path) => {
    const { file } = await setScene();
    await test.api.delete(`file/${file}`);
    const { status, body } = await test.api.get(`file/${file}${path}`);
    expect([status, body.code]).toEqual([404, 'file_not_found']);
  });

  it('makes binding in it a 404, and an identity that appeared in it can be deleted', async () => {
    const { file, somebody } = await setScene();
    await test.api.delete(`file/${file}`);
    const { status, body } = await test.api.post(`identity/${somebody}/bind`, {
      file_uuid: file,
      trace_id: 1,
    });
    expect([status, body.code]).toEqual([404, 'file_not_found']);
    expect((await test.api.delete(`identity/${somebody}`)).body.faces_unbound).toBe(1);
  });

  it('leaves room for the file to be put anew, empty', async () => {
    const { file } = await setScene();
    await test.api.delete(`file/${file}`);
    const { status, body } = await test.api.put(`file/${file}`, { name: 'Charade (1963).mp4' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      fps: null,
      face_count: 0,
      trace_count: 0,
      chunk_count: 0,
      identity_count: 0,
    });
  });

  it('deletes a file in which there is nothing, in any spelling of its uuid', async () => {
    const file = await test.factory.file();
    const spelled = file.toUpperCase().replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const { status, body } = await test.api.delete(`file/${spelled}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      file_uuid: file,
      ...{ faces_deleted: 0, chunks_deleted: 0, identities_affected: 0 },
    });
  });

  it('is a 404 where there is no such file, and the second time', async () => {
    const file = await test.factory.file();
    await test.api.delete(`file/${file}`);
    for (const uuid of [file, randomUuid()]) {
      const { status, body } = await test.api.delete(`file/${uuid}`);
      expect([status, body.code]).toEqual([404, 'file_not_found']);
    }
  });

  it('is a 400 where the path names no uuid, and with a parameter', async () => {
    const file = await test.factory.file();
    const answers = [await test.api.delete('file/charade'), await test.api.delete(`file/${file}?force=1`)];
    expect(answers.map(({ status, body }) => [status, body.errors[0].pointer])).toEqual([
      [400, '#/file_uuid'],
      [400, '#/force'],
    ]);
    expect((await test.api.get(`file/${file}`)).status).toBe(200);
  });

  it('deletes once of many at once', async () => {
    const { file } = await setScene();
    const statuses = await atOnce(Array.from({ length: 12 }, () => () => test.api.delete(`file/${file}`)));
    expect(Object.fromEntries(statuses)).toEqual({ 200: 1, 404: 11 });
    await expectExactSummaries(test.dataSource);
  });

  describe('while other things are changed', () => {
    const TRACES = 6;

    /** Files with six traces of two detections each, half of them bound. */
    const setStage = async (): Promise<{ files: string[]; people: string[] }> => {
      const people = await Promise.all(Array.from({ length: 5 }, () => test.factory.identity()));
      const files = await Promise.all(Array.from({ length: 8 }, () => test.factory.file()));
      for (const file of files) {
        const faces = Array.from({ length: TRACES * 2 }, (_, index) => ({
          frame_number: index,
          trace_id: index % TRACES,
          identity_uuid: index % 2 ? people[index % 5]! : null,
        }));
        await test.factory.faces(file, faces);
      }
      return { files, people };
    };

    const pick = <Item>(random: Random, items: Item[]): Item =>
      items[Math.floor(random.next() * items.length)]!;

    it.each([1, 2, 3])('fails nobody and leaves exact summaries (seed %d)', async (seed) => {
      const [random, { files, people }] = [new Random(seed), await setStage()];
      const anything = (): Request => {
        const [file_uuid, person, lot] = [pick(random, files), pick(random, people), random.next()];
        const face = { file_uuid, trace_id: Math.floor(random.next() * TRACES) };
        if (lot < 0.55) return () => test.api.post(`identity/${person}/bind`, face);
        if (lot < 0.75) return () => test.api.post(`identity/${person}/unbind`, face);
        if (lot < 0.85) return () => test.api.put(`file/${file_uuid}`, { fps: 1 + Math.floor(lot * 100) });
        if (lot < 0.87) return () => test.api.delete(`identity/${person}`);
        return () => test.api.get(`file/${file_uuid}/faces?bound=true`);
      };
      const deletions = files.slice(2).map((file) => () => test.api.delete(`file/${file}`));
      const requests = random.shuffled([...Array.from({ length: 300 }, anything), ...deletions]);
      const statuses = await atOnce(requests);
      // A PUT without a name comes too late where the file is gone.
      expect([...statuses.keys()].filter((status) => ![200, 400, 404, 409].includes(status))).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(100);
      for (const file of files.slice(2)) expect(await count(LEFT, file)).toEqual([]);
      await expectExactSummaries(test.dataSource);
    });

    it('takes away what is put of it before, and nothing that is put after', async () => {
      const file = await test.factory.file();
      const change = (index: number): Request =>
        index % 3
          ? () => test.api.put(`file/${file}`, { name: `${index}.mp4`, fps: index })
          : () => test.api.delete(`file/${file}`);
      const statuses = await atOnce(Array.from({ length: 90 }, (_, index) => change(index)));
      expect([...statuses.keys()].filter((status) => ![200, 404].includes(status))).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThanOrEqual(60);
      await test.api.put(`file/${file}`, { name: 'last.mp4' });
      expect((await test.api.get(`file/${file}`)).body.name).toBe('last.mp4');
    });
  });
});
