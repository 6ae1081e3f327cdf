import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Appearance } from '../src/catalogue/entities/appearance.entity.js';
import { DeletedIdentity } from '../src/catalogue/entities/deleted-identity.entity.js';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { doctor, expectMends, HEALTHY } from './support/doctor.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';
const STAGED = `.profile.${'0'.repeat(64)}.png`;
const DRAFT = `${randomUUID()}.tmp`;

describe('The doctor, of the output folder,', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
  });
  afterAll(() => test.close());

  const path = (...names: string[]): string => join(test.environment.OUTPUT_DIR, 'identities', ...names);
  const put = async (file: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  };
  const exported = async (uuid: string): Promise<unknown> =>
    (await test.api.get(`identity/${uuid}/json`)).body as unknown;
  const onDisk = async (uuid: string): Promise<unknown> =>
    JSON.parse(await readFile(path(uuid, 'identity.json'), 'utf8')) as unknown;

  it('finds and mends an identity file that is missing', async () => {
    await rm(path(CARY, 'identity.json'));
    await expectMends(test.app, 'identity folders', `identity ${CARY}: identity.json is missing`);
    expect(await onDisk(CARY)).toEqual(await exported(CARY));
  });

  it('finds and mends one that is stale', async () => {
    await put(path(CARY, 'identity.json'), '{"version": 1}');
    await expectMends(test.app, 'identity folders', `identity ${CARY}: identity.json is stale`);
    expect(await onDisk(CARY)).toEqual(await exported(CARY));
  });

  it('finds and mends a folder that is missing', async () => {
    const uuid = await test.factory.identity();
    await expectMends(test.app, 'identity folders', `identity ${uuid}: identity.json is missing`);
    expect(await onDisk(uuid)).toEqual(await exported(uuid));
  });

  it.each([
    STAGED,
    `${STAGED}.123456`,
    `${STAGED}.${DRAFT}`,
    'identity.json.123456',
    `identity.json.${DRAFT}`,
    'profile.png',
  ])('finds and removes what a killed write left behind: %s', async (name) => {
    await put(path(CARY, name), 'half');
    await expectMends(test.app, 'identity folders', `identity ${CARY}: ${name} is left over`);
    expect((await readdir(path(CARY))).sort()).toEqual(['identity.json', 'profile.jpg']);
  });

  it('finds and mends an image that was committed and not renamed', async () => {
    const image = await readFile(path(CARY, 'profile.jpg'));
    const staged = `.profile.${createHash('sha256').update(image).digest('hex')}.jpg`;
    await rename(path(CARY, 'profile.jpg'), path(CARY, staged));
    await expectMends(test.app, 'identity folders', `identity ${CARY}: ${staged} is left over`);
    expect(await readFile(path(CARY, 'profile.jpg'))).toEqual(image);
  });

  it('finds and removes the folder of a deleted identity', async () => {
    const identity_uuid = randomUuid();
    await put(path(identity_uuid, 'profile.jpg'), 'old');
    await test.dataSource.manager.insert(DeletedIdentity, { identity_uuid });
    const words = `identity ${identity_uuid}: was deleted, its folder is still there`;
    await expectMends(test.app, 'deleted identities', words);
    expect(await readdir(path())).not.toContain(identity_uuid);
  });

  it('has summaries that it mends told in the identity file', async () => {
    const summary = { identity_uuid: CARY, file_uuid: CHARADE };
    await test.dataSource.manager.update(Appearance, summary, { face_count: 1 });
    await put(path(CARY, 'identity.json'), `${JSON.stringify(await exported(CARY), null, 2)}\n`);
    await expectMends(test.app, 'appearances', 'face_count is 1, not ');
    expect(await onDisk(CARY)).toEqual(await exported(CARY));
  });

  it.each([
    ['lost', 'profile.jpg is missing', (file: string) => rm(file)],
    ['another', 'profile.jpg is not the image that was uploaded', (file: string) => put(file, 'other')],
  ])('only tells of an image that is %s: it must be uploaded again', async (_, words, damage) => {
    const image = await readFile(path(CARY, 'profile.jpg'));
    await damage(path(CARY, 'profile.jpg'));
    const { isWell, lines } = await doctor(test.app, { fix: true });
    expect(isWell).toBe(false);
    expect(lines).toContainEqual(expect.stringMatching(/profile images: 1 of \d+ .* uploaded again$/));
    expect(lines).toContainEqual(expect.stringContaining(`identity ${CARY}: ${words}`));
    expect(lines.at(-1)).toMatch(/, 1 different, 0 mended$/);
    await test.api.upload(`identity/${CARY}/profile-image`, image);
    expect((await doctor(test.app)).lines.at(-1)).toBe(HEALTHY);
  });

  it('takes note of folders of identities that it does not know, and never touches them', async () => {
    const uuid = randomUuid();
    await put(path(uuid, 'profile.jpg'), 'mine');
    const { isWell, lines } = await doctor(test.app, { fix: true });
    expect(isWell).toBe(true);
    expect(lines).toContainEqual(
      expect.stringMatching(/^note {7}folder owners: 1 of \d+ folders; .*no identity .*left alone$/),
    );
    expect(lines).toContainEqual(expect.stringContaining(path(uuid)));
    expect(await readFile(path(uuid, 'profile.jpg'), 'utf8')).toBe('mine');
    await rm(path(uuid), { recursive: true });
  });

  it('says nothing of what is not an folder of an identity, and nothing of what others put into one', async () => {
    const names = ['notes/a.txt', 'b.txt', `${'F'.repeat(32)}/c.txt`, `${CARY}/d.txt`];
    for (const name of names) await put(path(name), 'mine');
    expect((await doctor(test.app, { fix: true })).lines.at(-1)).toBe(HEALTHY);
    for (const name of names) expect(await readFile(path(name), 'utf8')).toBe('mine');
  });
});
