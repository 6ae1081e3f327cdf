import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Identity } from '../src/catalogue/entities/identity.entity.js';
import type { Answer } from './support/api-client.js';
import { jpeg, png } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a profile image that several use at once', () => {
  let test: TestApp;
  let cary: string;
  /** Of different sizes, so that a part of one can't pass for another. */
  let images: Buffer[];
  let types: Map<string, string>;

  beforeAll(async () => {
    test = await getTestApp();
    images = await Promise.all([jpeg(400), png(50), jpeg(50), jpeg(200), png(200), png(100)]);
    types = new Map(images.map((bytes) => [hashOf(bytes), bytes[0] === 0xff ? 'image/jpeg' : 'image/png']));
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    cary = await test.factory.identity({ name: 'Cary Grant' });
  });

  const path = (): string => `identity/${cary}/profile-image`;
  const upload = async (bytes: Buffer): Promise<void> => {
    expect((await test.api.upload(path(), bytes)).status).toBe(200);
  };

  /** Reads the image again and again while something is done, and returns all the answers. */
  async function readWhile(readers: number, work: () => Promise<void>): Promise<Answer[]> {
    const answers: Answer[] = [];
    let working = true;
    const read = async (): Promise<void> => {
      while (working) answers.push(await test.api.get(path()));
    };
    const reading = Array.from({ length: readers }, read);
    await work().finally(() => (working = false));
    await Promise.all(reading);
    return answers;
  }

  const replaceAgainAndAgain = async (): Promise<void> => {
    for (let round = 0; round < 30; round++) await upload(images[round % images.length]!);
  };

  it('is one of the images, whole and under its own type, while it is replaced', async () => {
    await upload(images[0]!);
    const answers = await readWhile(4, replaceAgainAndAgain);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const seen = answers.map(({ bytes, headers }) => [types.get(hashOf(bytes)), headers['content-type']]);
    expect(seen.filter(([expected, type]) => expected !== type)).toEqual([]);
  });

  it('bears the ETag of no other image while it is replaced', async () => {
    await upload(images[0]!);
    const answers = await readWhile(4, replaceAgainAndAgain);
    const imagesOf = new Map<string, Set<string>>();
    for (const { headers, bytes } of answers) {
      const seen = imagesOf.get(headers.etag!) ?? new Set();
      imagesOf.set(headers.etag!, seen.add(hashOf(bytes)));
    }
    expect([...imagesOf.values()].filter((hashes) => hashes.size > 1)).toEqual([]);
  });

  it('is the last of several that were uploaded at once, in the database and on disk', async () => {
    for (let round = 0; round < 5; round++) {
      await Promise.all(images.map(upload));
      const row = await test.dataSource.manager.findOneByOrFail(Identity, { identity_uuid: cary });
      const folder = join(test.environment.OUTPUT_DIR, 'identities', cary);
      const onDisk = (await readdir(folder)).filter((name) => name.includes('profile'));
      expect(onDisk).toEqual([`profile.${row.image_type}`]);
      expect(hashOf(await readFile(join(folder, onDisk[0]!)))).toBe(row.image_sha256);
      expect(hashOf((await test.api.get(path())).bytes)).toBe(row.image_sha256);
    }
  });
});
