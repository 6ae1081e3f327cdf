import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { randomUuid } from './support/factory.js';
import { pngChunk } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'red' } })
    .png()
    .toBuffer();

describe('at its limits the service', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  it('takes metadata that are as wide as their limit allows', async () => {
    const identity_uuid = randomUuid();
    const metadata = { a: Array<number>(130_000).fill(1) };
    const { status } = await test.api.post('identity/upload', { identity_uuid, name: 'Wide', metadata });
    expect(status).toBe(200);
    expect((await test.api.get(`identity/${identity_uuid}`)).body.metadata).toEqual(metadata);
  });

  it('refuses an array and an object with more members than anybody needs', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`key${index}`, 1]));
    for (const body of [
      { file_bindings: Array(10_001).fill({}) },
      { extra: many },
      { metadata_of_mine: many },
      many,
    ]) {
      const answer = await test.api.post('identity/upload', {
        identity_uuid: randomUuid(),
        name: 'Many',
        ...body,
      });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].detail).toContain('10000 members');
    }
  });

  it('refuses a body of few bytes that is unpacked to many, whoever sends it', async () => {
    const deep = `{"api_key":"a","x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
    for (const path of ['auth/login', 'identity/upload']) {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
      const answer = await test.api.call('POST', path, { headers, body: gzipSync(deep) });
      expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
    }
  });

  it('names no more than fifty faults', async () => {
    const file_bindings = Array(5000).fill({});
    const answer = await test.api.post('identity/upload', {
      identity_uuid: randomUuid(),
      name: 'X',
      file_bindings,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(50);
  });

  it('pages by cursor behind the longest names there are', async () => {
    for (let index = 0; index < 3; index++)
      await test.factory.identity({ name: '\u0001'.repeat(500), status: 'inactive' });
    let { body } = await test.api.get('identities?page_size=1&status=inactive');
    for (let page = 2; page <= 3; page++) {
      const answer = await test.api.get(`identities?page_size=1&status=inactive&cursor=${body.next_cursor}`);
      expect(answer.status).toBe(200);
      ({ body } = answer);
    }
    expect(body).toMatchObject({ page: 3, next_cursor: null });
  });

  it('reads skipped as inactive in a filter too', async () => {
    const [skipped, inactive] = [
      await test.api.get('identities?status=skipped'),
      await test.api.get('identities?status=inactive'),
    ];
    expect(skipped.body.identities).toEqual(inactive.body.identities);
  });

  it('refuses a cursor whose page nobody can have reached', async () => {
    const { body } = await test.api.get('identities?page_size=1');
    const [order, , ...key] = JSON.parse(Buffer.from(body.next_cursor, 'base64url').toString());
    for (const page of [-5, 0, 1.5, 2 ** 53 - 1, 'x']) {
      const cursor = Buffer.from(JSON.stringify([order, page, ...key])).toString('base64url');
      expect((await test.api.get(`identities?cursor=${cursor}`)).status).toBe(400);
    }
  });

  it('keeps all of a query in the links, and judges all of it', async () => {
    const { headers } = await test.api.get('identities/search?q=a?b&page_size=1');
    expect(headers.link).toContain('q=a%3Fb&page_size=1&page=1');
    expect((await test.api.get(`identities?${'&'.repeat(1500)}nonsense=1`)).status).toBe(400);
  });

  it('refuses a picture of a pixel by very many lines', async () => {
    const uuid = await test.factory.identity();
    const answer = await test.api.upload(`identity/${uuid}/profile-image`, await picture(1, 40_000));
    expect([answer.status, answer.body.code]).toEqual([413, 'image_too_large']);
  });

  it('refuses a PNG with many chunks that unpack to much', async () => {
    const uuid = await test.factory.identity();
    const png = await picture(8, 8);
    const bomb = pngChunk(
      'zTXt',
      Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(1_000_000))]),
    );
    const afterHeader = 33;
    const bytes = Buffer.concat([
      png.subarray(0, afterHeader),
      ...Array<Buffer>(20).fill(bomb),
      png.subarray(afterHeader),
    ]);
    const answer = await test.api.upload(`identity/${uuid}/profile-image`, bytes);
    expect([answer.status, answer.body.code]).toEqual([413, 'image_too_large']);
  });

  it('answers 503 where the disk is in the way, changes nothing, and works when it is mended', async () => {
    const uuid = await test.factory.identity();
    const folders = join(test.environment.OUTPUT_DIR, 'identities');
    await mkdir(folders, { recursive: true });
    await writeFile(join(folders, uuid), 'in the way');
    const image = await picture(8, 8);
    const refused = await test.api.upload(`identity/${uuid}/profile-image`, image);
    expect([refused.status, refused.body.code]).toEqual([503, 'storage_unavailable']);
    expect((await test.api.get(`identity/${uuid}`)).body).toMatchObject({
      tmdb_profile: null,
      updated_at: null,
    });
    await rm(join(folders, uuid));
    expect((await test.api.upload(`identity/${uuid}/profile-image`, image)).status).toBe(200);
    expect((await test.api.get(`identity/${uuid}/profile-image`)).bytes).toEqual(image);
  });

  it('keeps an image that is uploaded while the new identity is still being written', async () => {
    const images = [await picture(8, 8), await picture(9, 9), await picture(10, 10)];
    for (let round = 0; round < 20; round++) {
      const identity_uuid = randomUuid();
      await test.api.post('identity/upload', { identity_uuid, name: `Person ${identity_uuid}` });
      for (const image of images) {
        await new Promise((resume) => setTimeout(resume, (round * 7) % 40));
        expect((await test.api.upload(`identity/${identity_uuid}/profile-image`, image)).status).toBe(200);
      }
      expect((await test.api.get(`identity/${identity_uuid}/profile-image`)).status).toBe(200);
    }
  });
});
