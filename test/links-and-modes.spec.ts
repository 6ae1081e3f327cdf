import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from '../src/app.setup.js';
import { IdentityFolders } from '../src/identity/folder/identity-folders.js';
import { doctor, expectMends } from './support/doctor.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { jpeg, png } from './support/images.js';
import { Workplace } from './support/service.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o7777).toString(8);

/** An identity with an image, and a folder outside of the service's. */
class Subject {
  uuid: string;
  image: Buffer;

  constructor(readonly test: TestApp) {}

  async make(): Promise<void> {
    // Not by an upload, whose identity file may be written again while a test changes it.
    this.uuid = await this.test.factory.identity();
    await mkdir(this.outside(), { recursive: true });
    this.image = await jpeg();
    expect((await this.send(this.image)).status).toBe(200);
    await this.written();
  }

  async upload(given: object = {}): Promise<void> {
    const { uuid } = this;
    const identity = { identity_uuid: uuid, name: `Person ${uuid}`, ...given };
    expect((await this.test.api.post('identity/upload', identity)).status).toBe(200);
  }

  send(image: Buffer): Promise<{ status: number; body: { code?: string } }> {
    return this.test.api.upload(`identity/${this.uuid}/profile-image`, image);
  }

  async served(): Promise<Buffer | number> {
    const { status, bytes } = await this.test.api.get(`identity/${this.uuid}/profile-image`);
    return status === 200 ? bytes : status;
  }

  path(...names: string[]): string {
    return join(this.test.environment.OUTPUT_DIR, 'identities', this.uuid, ...names);
  }

  outside(...names: string[]): string {
    return join(this.test.environment.DATA_DIR, `outside-${this.uuid}`, ...names);
  }

  /** Waits until the identity file is what the database has. */
  async written(): Promise<void> {
    const { text } = await this.test.api.get(`identity/${this.uuid}/json`);
    const file = (): Promise<unknown> =>
      readFile(this.path('identity.json'), 'utf8')
        .then(JSON.parse)
        .catch(() => undefined);
    const isWritten = (found: unknown): boolean => JSON.stringify(found) === JSON.stringify(JSON.parse(text));
    expect(await eventually(file, isWritten)).toEqual(JSON.parse(text));
  }
}

const start = async (test: TestApp): Promise<void> => {
  const app = await createApp(test.environment);
  await app.get(IdentityFolders).requireWritable();
  await app.get(IdentityFolders).settleAll();
  await app.close();
};

describe('A symbolic link in the output folder', () => {
  let test: TestApp;
  let subject: Subject;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    subject = new Subject(test);
    await subject.make();
  });
  afterEach(() => test.api.delete(`identity/${subject.uuid}`));

  /** Puts a file outside, and a link to it at the place of one of ours. */
  async function linkFile(name: string, content: string | Buffer): Promise<void> {
    await writeFile(subject.outside('secret'), content);
    await rm(subject.path(name), { force: true });
    await symlink(subject.outside('secret'), subject.path(name));
  }
  const secret = (): Promise<Buffer> => readFile(subject.outside('secret'));
  /** Moves the folder of the identity away, and links to it. */
  async function linkFolder(): Promise<void> {
    await rename(subject.path(), subject.outside('folder'));
    await symlink(subject.outside('folder'), subject.path());
  }
  /** What is in the folder outside. */
  const moved = async (): Promise<[string, string][]> => {
    const names = (await readdir(subject.outside('folder'))).sort();
    const files = names.map((name) => readFile(subject.outside('folder', name), 'base64'));
    const contents = await Promise.all(files);
    return names.map((name, index) => [name, contents[index]!]);
  };
  const isLink = async (path: string): Promise<boolean> => (await lstat(path)).isSymbolicLink();

  it('is not followed to an image, even to the very same', async () => {
    await linkFile('profile.jpg', subject.image);
    expect(await subject.served()).toBe(404);
  });

  it('is replaced by a new image, and what it leads to stays', async () => {
    await linkFile('profile.jpg', 'mine');
    const image = await jpeg();
    expect((await subject.send(image)).status).toBe(200);
    expect(await subject.served()).toEqual(image);
    expect(await isLink(subject.path('profile.jpg'))).toBe(false);
    expect((await secret()).toString()).toBe('mine');
  });

  it('is removed with an image of the other type, and what it leads to stays', async () => {
    await linkFile('profile.jpg', 'mine');
    expect((await subject.send(await png())).status).toBe(200);
    expect((await readdir(subject.path())).sort()).toEqual(['identity.json', 'profile.png']);
    expect((await secret()).toString()).toBe('mine');
  });

  it('is replaced by the identity file, and what it leads to stays', async () => {
    await linkFile('identity.json', 'mine');
    await subject.upload({ metadata: { changed: true } });
    await subject.written();
    expect(await isLink(subject.path('identity.json'))).toBe(false);
    expect((await secret()).toString()).toBe('mine');
  });

  it('is replaced by the identity file at start, even if it leads to the very same', async () => {
    await linkFile('identity.json', await readFile(subject.path('identity.json')));
    await start(test);
    expect(await isLink(subject.path('identity.json'))).toBe(false);
  });

  it('is found by the doctor at the place of an identity file, and fixed', async () => {
    await linkFile('identity.json', await readFile(subject.path('identity.json')));
    const words = `identity ${subject.uuid}: identity.json is a symbolic link, which is not followed`;
    await expectMends(test.app, 'identity folders', words);
    expect(await isLink(subject.path('identity.json'))).toBe(false);
  });

  it('is found by the doctor at the place of an image, which must be uploaded again', async () => {
    await linkFile('profile.jpg', subject.image);
    const { isWell, lines } = await doctor(test.app, { fix: true });
    expect(isWell).toBe(false);
    const words = `identity ${subject.uuid}: profile.jpg is a symbolic link, which is not followed`;
    expect(lines).toContainEqual(expect.stringContaining(words));
    expect(await readlink(subject.path('profile.jpg'))).toBe(subject.outside('secret'));
    expect((await subject.send(subject.image)).status).toBe(200);
  });

  it('never becomes an image by having the name of a staged one', async () => {
    const image = await jpeg();
    expect((await subject.send(image)).status).toBe(200);
    const [row] = await test.dataSource.query<[{ image_sha256: string }]>(
      'SELECT image_sha256 FROM identity WHERE identity_uuid = $1',
      [subject.uuid],
    );
    const staged = `.profile.${row.image_sha256}.jpg`;
    await linkFile(staged, 'mine');
    expect(await subject.served()).toEqual(image);
    await start(test);
    expect((await readdir(subject.path())).sort()).toEqual(['identity.json', 'profile.jpg']);
    expect(await subject.served()).toEqual(image);
    await linkFile(staged, 'mine');
    expect((await subject.send(image)).status).toBe(200);
    expect((await readdir(subject.path())).sort()).toEqual(['identity.json', 'profile.jpg']);
    expect((await secret()).toString()).toBe('mine');
  });

  it('is not followed to a folder, and the image there is not served', async () => {
    await linkFolder();
    expect(await subject.served()).toBe(404);
    await rm(subject.path());
    await rename(subject.outside('folder'), subject.path());
    expect(await subject.served()).toEqual(subject.image);
  });

  it('keeps an identity from being written where it has the place of its folder, and the doctor says so', async () => {
    await linkFolder();
    const [before, row] = [await moved(), await test.api.get(`identity/${subject.uuid}`)];
    const { status, body } = await subject.send(await jpeg());
    expect([status, body.code]).toEqual([503, 'storage_unavailable']);
    expect(await test.api.get(`identity/${subject.uuid}`)).toMatchObject({ text: row.text });
    await subject.upload({ metadata: { changed: true } });
    await start(test);
    const { isWell, lines } = await doctor(test.app, { fix: true });
    expect(isWell).toBe(false);
    const words = `identity ${subject.uuid}: its folder is a symbolic link, which is not followed`;
    expect(lines).toContainEqual(expect.stringContaining(words));
    expect(await moved()).toEqual(before);
    expect(await isLink(subject.path())).toBe(true);
    await rm(subject.path());
    await subject.written();
    expect((await subject.send(subject.image)).status).toBe(200);
  });

  it('is removed with its identity where it has the place of its folder, and what it leads to stays', async () => {
    await linkFolder();
    const before = await moved();
    expect((await test.api.delete(`identity/${subject.uuid}`)).status).toBe(200);
    expect(await readdir(join(subject.path(), '..'))).not.toContain(subject.uuid);
    expect(await moved()).toEqual(before);
  });

  it('is removed with the folder that it is in, and what it leads to stays', async () => {
    await linkFile('profile.jpg', 'mine');
    await symlink(subject.outside(), subject.path('elsewhere'));
    expect((await test.api.delete(`identity/${subject.uuid}`)).status).toBe(200);
    expect(await readdir(join(subject.path(), '..'))).not.toContain(subject.uuid);
    expect((await secret()).toString()).toBe('mine');
  });

  it.each(['OUTPUT_DIR', 'identities'])('is followed where it has the place of %s', async (which) => {
    const place = join(test.environment.DATA_DIR, `linked-${which}`);
    const [real, link] = [`${place}-real`, which === 'OUTPUT_DIR' ? place : join(place, 'identities')];
    await mkdir(real, { mode: 0o700 });
    if (which === 'identities') await mkdir(place);
    await symlink(real, link);
    const own = await getTestApp({ OUTPUT_DIR: place });
    const there = new Subject(own);
    await there.make();
    expect(await there.served()).toEqual(there.image);
    await start(own);
    expect(await isLink(link)).toBe(true);
    expect(await modeOf(real)).toBe('700');
    await own.close();
  });
});

describe('Files and folders of identities', () => {
  it.each(['000', '022', '077'])('can be read by owner and group with the umask %s', async (umask) => {
    const [test, place] = await Promise.all([getTestApp(), Workplace.create()]);
    const { DATABASE_URL } = test.environment;
    const own = { DATABASE_URL, MOMENTRY_API_KEY: TEST_KEY, OUTPUT_DIR: join(place.folder, 'new', 'output') };
    await mkdir(join(place.folder, 'new'));
    const service = await place.start([], own, `umask ${umask}`);
    const api = service.apiWith(TEST_KEY);
    const uuid = randomUuid();
    await api.post('identity/upload', { identity_uuid: uuid, name: 'Ann' });
    expect((await api.upload(`identity/${uuid}/profile-image`, await jpeg())).status).toBe(200);
    const modes = await Promise.all(
      [
        '',
        'identities',
        `identities/${uuid}`,
        `identities/${uuid}/identity.json`,
        `identities/${uuid}/profile.jpg`,
      ].map((path) => modeOf(join(own.OUTPUT_DIR, path))),
    );
    expect(modes).toEqual(['750', '750', '750', '640', '640']);
    await place.remove();
    await test.close();
  });

  describe('that have other modes', () => {
    let test: TestApp;
    let subject: Subject;

    beforeEach(async () => {
      test = await getTestApp();
      subject = new Subject(test);
      await subject.make();
      await writeFile(subject.path('notes.txt'), 'mine', { mode: 0o604 });
      await chmod(join(subject.path(), '..'), 0o755);
      await chmod(test.environment.OUTPUT_DIR, 0o755);
      await chmod(subject.path(), 0o2777);
      await chmod(subject.path('identity.json'), 0o600);
      await chmod(subject.path('profile.jpg'), 0o644);
    });
    afterEach(() => test.close());
    const modes = (): Promise<string[]> =>
      Promise.all(
        ['../..', '..', '', 'identity.json', 'profile.jpg', 'notes.txt'].map((name) =>
          modeOf(subject.path(name)),
        ),
      );

    it('get theirs at start, but for those that are not ours, and keep their group', async () => {
      await start(test);
      expect(await modes()).toEqual(['755', '750', '2750', '640', '640', '604']);
    });

    it('are found and fixed by the doctor', async () => {
      const faults = [
        'its folder has the mode 777, not 750',
        'identity.json has the mode 600, not 640',
        'profile.jpg has the mode 644, not 640',
      ];
      await expectMends(test.app, 'identity folders', `identity ${subject.uuid}: ${faults.join(', ')}`);
      expect((await modes()).slice(2)).toEqual(['2750', '640', '640', '604']);
    });
  });
});
