import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { blackPng, jpeg, png, pngHead } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
const FORM = 'multipart/form-data; boundary=b';

describe('an upload that is no profile image', () => {
  let test: TestApp;
  let cary: string;
  let before: Buffer;

  beforeAll(async () => {
    test = await getTestApp();
    before = await png();
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    cary = await test.factory.identity({ name: 'Cary Grant' });
    await upload(before);
  });

  const path = (): string => `identity/${cary}/profile-image`;
  const upload = (bytes: Buffer, file = {}): Promise<Answer> => test.api.upload(path(), bytes, file);
  const send = (body: string, type: string): Promise<Answer> =>
    test.api.call('POST', path(), { body, headers: { 'Content-Type': type } });

  /** Refused, with nothing changed and nothing left behind. */
  const expectRefused = async (
    { status, headers, body }: Answer,
    expected: number,
    code: string,
  ): Promise<void> => {
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ status, success: false });
    expect([status, body.code]).toEqual([expected, code]);
    expect((await test.api.get(path())).bytes.equals(before)).toBe(true);
    const folder = join(test.environment.OUTPUT_DIR, 'identities', cary);
    expect((await readdir(folder)).filter((name) => name !== 'identity.json')).toEqual(['profile.png']);
  };

  const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
  /** The same with one byte changed, so far from its end. */
  const flawed = (bytes: Buffer, fromEnd: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length - fromEnd]! ^= 0xff;
    return copy;
  };
  const IEND = 12;

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['half a JPEG', async () => half(await jpeg())],
    ['a JPEG without its last bytes', async () => (await jpeg()).subarray(0, -10)],
    ['the first bytes of a JPEG', async () => (await jpeg()).subarray(0, 3)],
    ['half a PNG', async () => half(await png())],
    ['a PNG without its last pixels', async () => (await png()).subarray(0, -IEND - 20)],
    ['the signature of a PNG', async () => (await png()).subarray(0, 8)],
    ['the head of a PNG without a pixel', () => pngHead(64, 64)],
    ['a PNG with a flaw in its pixels', async () => flawed(await png(), 2000)],
    ['a PNG with a flaw in a checksum', async () => flawed(await png(), IEND + 2)],
    ['a PNG of no pixels', () => pngHead(0, 64)],
    ['a PNG wider than any decoder takes', () => pngHead(2 ** 31 - 1, 1)],
  ])('is a 400 where it is %s', async (_, make) => {
    await expectRefused(await upload(await make()), 400, 'image_undecodable');
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['text', () => Buffer.from('Hello, this is a photo. Honestly.')],
    ['one byte', () => Buffer.from([0xff])],
    [
      'a GIF',
      async () =>
        sharp(await png())
          .gif()
          .toBuffer(),
    ],
    [
      'a WebP',
      async () =>
        sharp(await png())
          .webp()
          .toBuffer(),
    ],
    [
      'a TIFF',
      async () =>
        sharp(await png())
          .tiff()
          .toBuffer(),
    ],
    ['an SVG', () => Buffer.from(SVG)],
  ])('is a 415 where it is %s, whatever it is called', async (_, make) => {
    const bytes = await make();
    for (const file of [
      { name: 'photo.png', type: 'image/png' },
      { name: 'photo.jpg', type: 'image/jpeg' },
    ])
      await expectRefused(await upload(bytes, file), 415, 'unsupported_image_type');
  });

  it('is a 413 where it is over 10 MiB', async () => {
    const bytes = Buffer.concat([await jpeg(), Buffer.alloc(10 * 1024 * 1024)]);
    await expectRefused(await upload(bytes.subarray(0, 10 * 1024 * 1024 + 1)), 413, 'image_too_large');
  });

  it('is a 413 where a few kilobytes unpack to 400 megapixels', async () => {
    const bytes = blackPng(20_000, 20_000);
    expect(bytes.length).toBeLessThan(60 * 1024);
    await expectRefused(await upload(bytes), 413, 'image_too_large');
  });

  it.each([
    [10_000, 5_001],
    [100_000, 100_000],
    [1_000_000, 1_000_000],
  ])('is a 413 where its head says %i x %i pixels', async (width, height) => {
    await expectRefused(await upload(pngHead(width, height)), 413, 'image_too_large');
  });

  it('is a 400 where the file is empty', async () => {
    await expectRefused(await upload(Buffer.alloc(0)), 400, 'image_missing');
  });

  it('is a 400 where the field has another name', async () => {
    const answer = await upload(await jpeg(), { field: 'picture' });
    await expectRefused(answer, 400, 'image_missing');
  });

  it('is a 400 where the field holds no file', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="image"\r\n\r\nphoto.jpg\r\n--b--\r\n';
    await expectRefused(await send(body, FORM), 400, 'image_missing');
  });

  it('is a 400 where the form is empty', async () => {
    await expectRefused(await send('--b--\r\n', FORM), 400, 'image_missing');
  });

  it.each([
    ['is not closed', '--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc', FORM],
    ['ends in a header', '--b\r\nContent-Disposition: form-', FORM],
    ['is no form', 'Hello', FORM],
    ['names no boundary', '--b--\r\n', 'multipart/form-data'],
    [
      'has two images',
      `${'--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc\r\n'.repeat(2)}--b--\r\n`,
      FORM,
    ],
  ])('is a 400 where the form %s', async (_, body, type) => {
    await expectRefused(await send(body, type), 400, 'malformed_form');
  });

  it.each(['application/json', 'image/jpeg', 'application/x-www-form-urlencoded', 'nonsense'])(
    'is a 415 where the body is %s',
    async (type) => {
      await expectRefused(await send('{"image": "photo.jpg"}', type), 415, 'unsupported_media_type');
    },
  );

  it('is a 404 where there is no such identity, and leaves no folder behind', async () => {
    const unknown = randomUuid();
    const { status, body } = await test.api.upload(`identity/${unknown}/profile-image`, await jpeg());
    expect([status, body.code]).toEqual([404, 'identity_not_found']);
    expect(await readdir(join(test.environment.OUTPUT_DIR, 'identities'))).not.toContain(unknown);
  });

  it('is a 400 where the path names no uuid', async () => {
    const { status, body } = await test.api.upload('identity/cary/profile-image', await jpeg());
    expect([status, body.errors[0].pointer]).toEqual([400, '#/identity_uuid']);
  });

  it('is a 401 without a key', async () => {
    const { status } = await test.api.call('POST', path(), { headers: { 'X-API-Key': '' } });
    expect(status).toBe(401);
  });
});
