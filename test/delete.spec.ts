import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { summarize } from '../src/catalogue/appearance-summary.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

/** Somebody with a name, another uuid, an image, and faces in a file that somebody else is in too. */
interface Scene {
  identity: string;
  alias: string;
  other: string;
  file_uuid: string;
  folder: string;
}

describe('DELETE /api/v1/identity/:identity_uuid', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const setScene = async (): Promise<Scene> => {
    const name = `Person ${randomUuid()}`;
    const [identity, other] = [await test.factory.identity({ name }), await test.factory.identity()];
    const [alias, file_uuid] = [randomUuid(), await test.factory.file()];
    await test.factory.faces(file_uuid, [
      { identity_uuid: identity, frame_number: 1, trace_id: 1 },
      { identity_uuid: identity, frame_number: 2, trace_id: 1 },
      { identity_uuid: other, frame_number: 1, face_id: '1_1', trace_id: 2 },
    ]);
    await test.api.post('identity/upload', { identity_uuid: alias, name });
    const image = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await test.api.upload(`identity/${identity}/profile-image`, image);
    const folder = join(test.environment.OUTPUT_DIR, 'identities', identity);
    return { identity, alias, other, file_uuid, folder };
  };

  it('says whom it deleted and how many faces are nobody’s now', async () => {
    const { identity } = await setScene();
    const { name } = (await test.api.get(`identity/${identity}`)).body as { name: string };
    const { status, body } = await test.api.delete(`identity/${identity}`);
    expect(status).toBe(200);
    const message = `Identity deleted: ${name}`;
    expect(body).toEqual({ success: true, identity_uuid: identity, message, faces_unbound: 2 });
  });

  it('unbinds more faces than a statement of a request has time for', async () => {
    const { identity, file_uuid } = await setScene();
    await test.dataSource.query(
      `INSERT INTO face_detection (
        file_uuid, face_id, frame_number, "time", confidence, x, y, width, height, identity_uuid, provenance
      )
      SELECT $1, frame || '_9', frame, frame / 24.0, 1, 1, 1, 9, 9, $2, 'manual'
      FROM generate_series(1, 10000) frame`,
      [file_uuid, identity],
    );
    await test.dataSource.transaction((manager) => summarize(manager, file_uuid, [identity]));
    const { body } = await test.api.delete(`identity/${identity}`);
    expect(body.faces_unbound).toBe(10_002);
  });

  it.each(['', '/json', '/files', '/faces', '/chunks', '/profile-image'])(
    'makes GET /identity/:uuid%s a 404, under every uuid that it had',
    async (path) => {
      const { identity, alias } = await setScene();
      await test.api.delete(`identity/${identity}`);
      for (const uuid of [identity, alias]) {
        const { status, body } = await test.api.get(`identity/${uuid}${path}`);
        expect(status).toBe(404);
        expect(body.code).toBe('identity_not_found');
      }
    },
  );

  it('is a 404 the second time', async () => {
    const { identity } = await setScene();
    await test.api.delete(`identity/${identity}`);
    expect((await test.api.delete(`identity/${identity}`)).status).toBe(404);
  });

  it('takes another uuid that leads to the identity, and names its own', async () => {
    const { identity, alias } = await setScene();
    const { status, body } = await test.api.delete(`identity/${alias}`);
    expect(status).toBe(200);
    expect(body.identity_uuid).toBe(identity);
    expect((await test.api.get(`identity/${identity}`)).status).toBe(404);
  });

  it('takes the identity out of the list and of the search', async () => {
    const { identity } = await setScene();
    const { name } = (await test.api.get(`identity/${identity}`)).body as { name: string };
    await test.api.delete(`identity/${identity}`);
    expect((await test.api.get('identities?page_size=200')).text).not.toContain(identity);
    expect((await test.api.get(`identities/search?q=${encodeURIComponent(name)}`)).body.count).toBe(0);
  });

  it('leaves its faces where they are, free to be bound', async () => {
    const { identity, other, file_uuid } = await setScene();
    await test.api.delete(`identity/${identity}`);
    const { body } = await test.api.post(`identity/${other}/bind`, { file_uuid, trace_id: 1 });
    expect(body.data).toMatchObject({ rows_affected: 2, previous_identity_uuids: [] });
  });

  it('leaves no summary of it', async () => {
    const { identity } = await setScene();
    await test.api.delete(`identity/${identity}`);
    const left = await test.dataSource.query<unknown[]>(
      'SELECT FROM appearance WHERE identity_uuid = $1 UNION ALL SELECT FROM face_detection WHERE identity_uuid = $1',
      [identity],
    );
    expect(left).toEqual([]);
  });

  it('leaves everybody else as they were', async () => {
    const { identity, other } = await setScene();
    const look = async (): Promise<string[]> => {
      const paths = ['', '/json', '/files', '/faces'];
      const answers = await Promise.all(paths.map((path) => test.api.get(`identity/${other}${path}`)));
      return answers.map(({ text }) => text);
    };
    const before = await look();
    await test.api.delete(`identity/${identity}`);
    expect(await look()).toEqual(before);
  });

  it('removes its folder before it answers', async () => {
    const { identity, folder } = await setScene();
    expect(existsSync(join(folder, 'profile.png'))).toBe(true);
    await test.api.delete(`identity/${identity}`);
    expect(existsSync(folder)).toBe(false);
  });

  it('frees the name for another identity', async () => {
    const { identity } = await setScene();
    const { name } = (await test.api.get(`identity/${identity}`)).body as { name: string };
    await test.api.delete(`identity/${identity}`);
    const identity_uuid = randomUuid();
    const { body } = await test.api.post('identity/upload', { identity_uuid, name });
    expect(body.identity_uuid).toBe(identity_uuid);
  });

  it('deletes once of many at once', async () => {
    const { identity } = await setScene();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => test.api.delete(`identity/${identity}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(404)]);
  });
});
