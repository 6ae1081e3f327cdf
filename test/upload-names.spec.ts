import sharp from 'sharp';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('The name in POST /api/v1/identity/upload', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const upload = (identity_uuid: string, name: string, rest: object = {}): Promise<Answer> =>
    test.api.post('identity/upload', { identity_uuid, name, ...rest });
  const newName = (): string => `Person ${randomUuid()}`;

  /** Everything that the service shows of its identities. */
  const everything = async (): Promise<string> => (await test.api.get('identities?page_size=200')).text;
  const bearers = async (name: string): Promise<string[]> => {
    const { body } = await test.api.get(`identities/search?q=${encodeURIComponent(name)}`);
    return (body.results as { identity_uuid: string }[]).map(({ identity_uuid }) => identity_uuid);
  };
  /** An identity and another uuid that leads to it. */
  const withAlias = async (): Promise<{ identity: string; alias: string; name: string }> => {
    const name = newName();
    const [identity, alias] = [await test.factory.identity({ name }), randomUuid()];
    await upload(alias, name);
    return { identity, alias, name };
  };

  it('leads an unknown uuid to the one identity that bears it, which is updated', async () => {
    const name = newName();
    const identity_uuid = await test.factory.identity({ name, source: 'tmdb', tmdb_id: 5 });
    const { status, body } = await upload(randomUuid(), name, { status: 'pending' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ identity_uuid, name });
    const { body: identity } = await test.api.get(`identity/${identity_uuid}`);
    expect(identity).toMatchObject({ source: 'tmdb', status: 'pending', tmdb_id: 5 });
    expect(await bearers(name)).toEqual([identity_uuid]);
  });

  it.each(['', '/json', '/files', '/faces', '/chunks'])(
    'leads the uploaded uuid to that identity in GET /identity/:uuid%s',
    async (path) => {
      const { identity, alias } = await withAlias();
      const { status, body } = await test.api.get(`identity/${alias.toUpperCase()}${path}`);
      expect(status).toBe(200);
      expect(body.identity_uuid).toBe(identity);
    },
  );

  it('leads the uploaded uuid to that identity in bind and unbind', async () => {
    const { identity, alias } = await withAlias();
    const file_uuid = await test.factory.file();
    await test.factory.faces(file_uuid, [{ face_id: '0_0' }]);
    for (const change of ['bind', 'unbind']) {
      const { body } = await test.api.post(`identity/${alias}/${change}`, { file_uuid, face_id: '0_0' });
      expect(body).toMatchObject({ identity_uuid: identity, data: { rows_affected: 1 } });
    }
  });

  it('leads the uploaded uuid to that identity’s profile image', async () => {
    const { identity, alias } = await withAlias();
    const image = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { body } = await test.api.upload(`identity/${alias}/profile-image`, image);
    expect(body.identity_uuid).toBe(identity);
    expect((await test.api.get(`identity/${alias}/profile-image`)).bytes.equals(image)).toBe(true);
  });

  it('leads the uploaded uuid to that identity in further uploads, which may rename it', async () => {
    const { identity, alias } = await withAlias();
    const name = newName();
    expect((await upload(alias, name)).body.identity_uuid).toBe(identity);
    expect((await test.api.get(`identity/${identity}`)).body.name).toBe(name);
  });

  it('creates an identity under the uploaded uuid once that identity is deleted', async () => {
    const { identity, alias, name } = await withAlias();
    await test.api.delete(`identity/${identity}`);
    expect((await upload(alias, name)).body.identity_uuid).toBe(alias);
    expect((await test.api.get(`identity/${alias}`)).body).toMatchObject({ identity_uuid: alias, name });
  });

  it('must be exact: another case or diacritic is another name', async () => {
    const unique = randomUuid();
    const uuids = [randomUuid(), randomUuid(), randomUuid()].sort();
    for (const [index, name] of ['Zoe', 'ZOE', 'Zoë'].entries()) await upload(uuids[index]!, name + unique);
    expect((await bearers(`zoe${unique}`)).sort()).toEqual(uuids);
  });

  it('is a 409 naming the candidates where several bear it and the uuid is unknown', async () => {
    const name = newName();
    const uuids = [await test.factory.identity({ name }), await test.factory.identity({ name })].sort();
    const before = await everything();
    const unknown = randomUuid();
    const { status, body } = await upload(unknown, name, { status: 'pending' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ success: false, code: 'name_ambiguous', candidates: uuids });
    expect(await everything()).toBe(before);
    expect((await test.api.get(`identity/${unknown}`)).status).toBe(404);
  });

  it('is a 409 naming the bearer where a known uuid would take it from another identity', async () => {
    const name = newName();
    const [bearer, known] = [await test.factory.identity({ name }), await test.factory.identity()];
    const before = await everything();
    const { status, body } = await upload(known, name, { status: 'pending' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'name_taken', candidates: [bearer] });
    expect(await everything()).toBe(before);
  });

  it('may be kept by a known uuid although namesakes bear it', async () => {
    const name = newName();
    const [known] = [await test.factory.identity({ name }), await test.factory.identity({ name })];
    const { status, body } = await upload(known, name, { status: 'inactive' });
    expect(status).toBe(200);
    expect(body.identity_uuid).toBe(known);
    expect((await test.api.get(`identity/${known}`)).body.status).toBe('inactive');
  });

  it('is free again once its bearer is renamed', async () => {
    const name = newName();
    const renamed = await test.factory.identity({ name });
    await upload(renamed, newName());
    const other = randomUuid();
    expect((await upload(other, name)).body.identity_uuid).toBe(other);
  });

  it.each([2, 20])('makes one identity of %d uploads at once under different uuids', async (count) => {
    const name = newName();
    const uuids = Array.from({ length: count }, randomUuid);
    const answers = await Promise.all(uuids.map((uuid) => upload(uuid, name)));
    expect(answers.map(({ status }) => status)).toEqual(uuids.map(() => 200));
    const [identity, ...others] = await bearers(name);
    expect(others).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.identity_uuid as string))).toEqual(new Set([identity]));
    for (const uuid of uuids) {
      expect((await test.api.get(`identity/${uuid}`)).body.identity_uuid).toBe(identity);
    }
  });

  it('makes one identity of uploads at once of one new uuid under different names', async () => {
    const uuid = randomUuid();
    const names = Array.from({ length: 8 }, newName);
    const answers = await Promise.all(names.map((name) => upload(uuid, name)));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { body } = await test.api.get(`identity/${uuid}`);
    expect(names).toContain(body.name);
    const found = await Promise.all(names.map(bearers));
    expect(found.flat()).toEqual([uuid]);
  });

  it('leads one new uuid to one identity where a new name and a taken one come at once', async () => {
    for (let round = 0; round < 20; round++) {
      const [uuid, taken] = [randomUuid(), newName()];
      const names = [newName(), taken];
      await test.factory.identity({ name: taken });
      const answers = await Promise.all(names.map((name) => upload(uuid, name)));
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      for (const identity of (await Promise.all(names.map(bearers))).flat()) {
        expect((await test.api.get(`identity/${identity}`)).body.identity_uuid).toBe(identity);
      }
    }
  });
});
