import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IdentityAlias } from '../src/catalogue/entities/identity-alias.entity.js';
import { Identity } from '../src/catalogue/entities/identity.entity.js';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { blackPng, jpeg, png } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('the profile image of an identity', () => {
  let test: TestApp;
  let cary: string;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    cary = await test.factory.identity({ name: 'Cary Grant' });
  });

  const upload = (bytes: Buffer, file: { name?: string; type?: string } = {}): Promise<Answer> =>
    test.api.upload(`identity/${cary}/profile-image`, bytes, file);
  const download = (headers: Record<string, string> = {}): Promise<Answer> =>
    test.api.get(`identity/${cary}/profile-image`, headers);

  const folder = (): string => join(test.environment.OUTPUT_DIR, 'identities', cary);
  const imagesOnDisk = async (): Promise<string[]> =>
    (await readdir(folder())).filter((name) => name.includes('profile'));

  const updatedAt = async (): Promise<string | undefined> => {
    const identity = await test.dataSource.manager.findOneByOrFail(Identity, { identity_uuid: cary });
    return identity.updated_at?.toISOString();
  };

  it.each([
    ['jpg', jpeg],
    ['png', png],
  ])('is saved as profile.%s', async (extension, make) => {
    const bytes = await make();
    const { status, body } = await upload(bytes);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: cary,
      path: `${test.environment.OUTPUT_DIR}/identities/${cary}/profile.${extension}`,
      message: `Profile image saved: profile.${extension}`,
    });
    expect((await readFile(join(folder(), `profile.${extension}`))).equals(bytes)).toBe(true);
  });

  it.each([
    ['jpg', 'image/jpeg', jpeg],
    ['png', 'image/png', png],
  ])('is given back as it was uploaded: %s', async (_, type, make) => {
    const bytes = await make();
    await upload(bytes);
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      etag: expect.any(String),
    });
  });

  it.each([
    { name: 'photo.jpg', type: 'image/jpeg' },
    { name: 'photo', type: 'application/octet-stream' },
    { name: '../../photo.exe', type: 'text/html' },
  ])('is judged by its bytes, not by what is said of it: a PNG as %j', async (file) => {
    await upload(await png(), file);
    expect(await imagesOnDisk()).toEqual(['profile.png']);
    expect((await download()).headers['content-type']).toBe('image/png');
  });

  it('is not sent again to whom has it', async () => {
    await upload(await jpeg());
    const { headers } = await download();
    const { status, bytes } = await download({ 'If-None-Match': headers.etag! });
    expect([status, bytes.length]).toEqual([304, 0]);
  });

  it('is sent to whom has the one before', async () => {
    await upload(await jpeg());
    const { headers } = await download();
    const bytes = await jpeg();
    await upload(bytes);
    const answer = await download({ 'If-None-Match': headers.etag! });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it.each([
    ['Range', 'bytes=0-9'],
    ['Range', 'bytes=99999999-'],
    ['If-Match', '"other"'],
  ])('is sent whole, whatever %s asks for: %s', async (header, value) => {
    const bytes = await jpeg();
    await upload(bytes);
    const answer = await download({ [header]: value });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it('is announced without its body', async () => {
    const bytes = await png();
    await upload(bytes);
    const head = await test.api.call('HEAD', `identity/${cary}/profile-image`);
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
    });
  });

  it('stands in tmdb_profile from then on, instead of what was there', async () => {
    await test.dataSource.manager.update(Identity, cary, { tmdb_profile: 'https://image.tmdb.org/cary.jpg' });
    const { body } = await upload(await png());
    expect((await test.api.get(`identity/${cary}`)).body.tmdb_profile).toBe(body.path);
  });

  it('moves updated_at', async () => {
    await upload(await jpeg());
    const first = await updatedAt();
    await upload(await jpeg());
    expect(first).toBeDefined();
    expect(await updatedAt()).not.toBe(first);
  });

  it('does not move updated_at where it is the same again', async () => {
    const bytes = await jpeg();
    await upload(bytes);
    const first = await updatedAt();
    const { status } = await upload(bytes);
    expect(status).toBe(200);
    expect(await updatedAt()).toBe(first);
    expect(await imagesOnDisk()).toEqual(['profile.jpg']);
  });

  it.each([
    ['jpg', 'jpg', jpeg, jpeg],
    ['jpg', 'png', jpeg, png],
    ['png', 'jpg', png, jpeg],
    ['png', 'png', png, png],
  ])('replaces the one before: a %s by a %s', async (_, extension, before, after) => {
    await upload(await before());
    const bytes = await after();
    await upload(bytes);
    expect(await imagesOnDisk()).toEqual([`profile.${extension}`]);
    expect((await download()).bytes.equals(bytes)).toBe(true);
  });

  it('may be uploaded and read by an alias', async () => {
    const alias_uuid = randomUuid();
    await test.dataSource.manager.insert(IdentityAlias, { alias_uuid, identity_uuid: cary });
    const bytes = await png();
    const { body } = await test.api.upload(`identity/${alias_uuid}/profile-image`, bytes);
    expect(body).toMatchObject({ identity_uuid: cary, path: expect.stringContaining(`/${cary}/`) });
    expect((await test.api.get(`identity/${alias_uuid}/profile-image`)).bytes.equals(bytes)).toBe(true);
  });

  it('may have 50 megapixels', async () => {
    const { status } = await upload(blackPng(10_000, 5_000));
    expect(status).toBe(200);
  });

  it('may have 10 MiB', async () => {
    const bytes = Buffer.concat([await jpeg(), Buffer.alloc(10 * 1024 * 1024)]).subarray(0, 10 * 1024 * 1024);
    const { status } = await upload(bytes);
    expect(status).toBe(200);
    expect((await download()).bytes.equals(bytes)).toBe(true);
  });

  it('is a 404 where there is none', async () => {
    const { status, body } = await download();
    expect([status, body.code]).toEqual([404, 'profile_image_not_found']);
  });

  it('is a 404 where somebody took it from the disk, and comes back with the same upload', async () => {
    const bytes = await jpeg();
    await upload(bytes);
    await rm(join(folder(), 'profile.jpg'));
    const { status, body } = await download();
    expect([status, body.code]).toEqual([404, 'profile_image_not_found']);
    await upload(bytes);
    expect((await download()).bytes.equals(bytes)).toBe(true);
  });

  it('is a 404 where there is no such identity', async () => {
    const { status, body } = await test.api.get(`identity/${randomUuid()}/profile-image`);
    expect([status, body.code]).toEqual([404, 'identity_not_found']);
  });
});
