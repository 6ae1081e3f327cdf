import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createApp } from '../src/app.setup.js';
import { DeletedIdentity } from '../src/catalogue/entities/deleted-identity.entity.js';
import { IdentityFolders } from '../src/identity/folder/identity-folders.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const OLD = Buffer.from('the image before');
const NEW = Buffer.from('the image after');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const staged = (bytes: Buffer): string => `.profile.${sha256(bytes)}.jpg`;

describe('The folder of an identity', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const path = (uuid: string, ...names: string[]): string =>
    join(test.environment.OUTPUT_DIR, 'identities', uuid, ...names);
  const put = async (file: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  };
  const onDisk = (uuid: string): Promise<unknown> =>
    readFile(path(uuid, 'identity.json'), 'utf8').then(JSON.parse, () => undefined);
  const exported = async (uuid: string): Promise<unknown> =>
    (await test.api.get(`identity/${uuid}/json`)).body as unknown;
  const upload = (identity_uuid: string, given: object = {}): Promise<unknown> =>
    test.api.post('identity/upload', { identity_uuid, name: `Person ${randomUuid()}`, ...given });

  /** What the service does when it starts, before it listens. */
  const start = async (): Promise<void> => {
    const app = await createApp(test.environment);
    await app.get(IdentityFolders).settleAll();
    await app.close();
  };
  /** An identity that has a committed image, whatever is on disk. */
  const pictured = (image: Buffer): Promise<string> =>
    test.factory.identity({ image_type: 'jpg', image_sha256: sha256(image) });
  const served = async (uuid: string): Promise<Buffer> =>
    (await test.api.get(`identity/${uuid}/profile-image`)).bytes;
  /** Waits until the identity file is what the database has. */
  const expectWritten = async (uuid: string): Promise<void> => {
    const file = await exported(uuid);
    const written = await eventually(
      () => onDisk(uuid),
      (found) => JSON.stringify(found) === JSON.stringify(file),
    );
    expect(written).toEqual(file);
  };

  it('holds the identity file soon after an upload, to the letter', async () => {
    const uuid = randomUuid();
    await upload(uuid, { metadata: { z: 'Zoë 🧑‍🚀', a: [1, null] } });
    await expectWritten(uuid);
    await upload(uuid, { status: 'inactive' });
    await expectWritten(uuid);
  });

  it('holds the new identity file soon after a bind, of who gains and of who loses', async () => {
    const [gains, loses, file_uuid] = [randomUuid(), randomUuid(), await test.factory.file()];
    for (const uuid of [gains, loses]) await upload(uuid);
    await test.factory.faces(file_uuid, [{ trace_id: 4, identity_uuid: loses }]);
    await test.api.post(`identity/${gains}/bind`, { file_uuid, trace_id: 4 });
    await expectWritten(gains);
    await expectWritten(loses);
    expect(await onDisk(gains)).toMatchObject({ file_bindings: [{ file_uuid, trace_ids: [4] }] });
    expect(await onDisk(loses)).toMatchObject({ file_bindings: [] });
  });

  it('holds the new identity file soon after an unbind', async () => {
    const [uuid, file_uuid] = [randomUuid(), await test.factory.file()];
    await upload(uuid);
    await test.factory.faces(file_uuid, [{ trace_id: 4, identity_uuid: uuid }]);
    await test.api.post(`identity/${uuid}/unbind`, { file_uuid, trace_id: 4 });
    await expectWritten(uuid);
  });

  it('is written once what kept it from being written is gone', async () => {
    const [uuid, next] = [randomUuid(), randomUuid()];
    await put(path(uuid), 'a file where the folder should be');
    await upload(uuid);
    await upload(next);
    await expectWritten(next);
    await rm(path(uuid));
    await expectWritten(uuid);
  });

  it('is written before the service ends', async () => {
    const own = await getTestApp();
    const identity_uuid = randomUuid();
    await own.api.post('identity/upload', { identity_uuid, name: 'Last' });
    await own.app.close();
    expect(existsSync(join(own.environment.OUTPUT_DIR, 'identities', identity_uuid, 'identity.json'))).toBe(
      true,
    );
    await own.close();
  });

  it('does not come back by a change just before the identity was deleted', async () => {
    const own = await getTestApp();
    const identity_uuid = randomUuid();
    await own.api.post('identity/upload', { identity_uuid, name: 'Gone' });
    await own.api.delete(`identity/${identity_uuid}`);
    await own.app.close();
    expect(existsSync(join(own.environment.OUTPUT_DIR, 'identities', identity_uuid))).toBe(false);
    await own.close();
  });

  it.each([
    ['missing', undefined],
    ['stale', '{"version": 1}'],
    ['cut off', '{"version": 1, "na'],
    ['empty', ''],
  ])('has its identity file made again at start where it is %s', async (_, content) => {
    const uuid = await test.factory.identity();
    if (content !== undefined) await put(path(uuid, 'identity.json'), content);
    await start();
    expect(await onDisk(uuid)).toEqual(await exported(uuid));
    expect(await readdir(path(uuid))).toEqual(['identity.json']);
  });

  it('is removed at start where a crash left it behind a deleted identity', async () => {
    const identity_uuid = randomUuid();
    await put(path(identity_uuid, 'profile.jpg'), OLD);
    await test.dataSource.manager.insert(DeletedIdentity, { identity_uuid });
    await start();
    expect(existsSync(path(identity_uuid))).toBe(false);
    expect(await test.dataSource.manager.count(DeletedIdentity)).toBe(0);
  });

  it('is cleared at start of what a deleted identity left to one made anew under its uuid', async () => {
    const identity_uuid = await test.factory.identity();
    await put(path(identity_uuid, 'profile.jpg'), OLD);
    await test.dataSource.manager.insert(DeletedIdentity, { identity_uuid });
    await start();
    expect(await readdir(path(identity_uuid))).toEqual(['identity.json']);
  });

  it.each([[`${randomUuid()}/profile.jpg`], [`${randomUuid()}/identity.json`], ['notes/a.txt'], ['b.txt']])(
    'is touched in no case where it is not ours: %s',
    async (name) => {
      await put(path(name), OLD);
      await start();
      expect(await readFile(path(name))).toEqual(OLD);
    },
  );

  it('keeps what others put into it', async () => {
    const uuid = await test.factory.identity();
    await put(path(uuid, 'notes.txt'), 'mine');
    await start();
    expect(await readFile(path(uuid, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('keeps a profile.jpg that is not ours, which is not served', async () => {
    const uuid = await test.factory.identity();
    await put(path(uuid, 'profile.jpg'), OLD);
    await start();
    expect(await readFile(path(uuid, 'profile.jpg'))).toEqual(OLD);
    expect((await test.api.get(`identity/${uuid}/profile-image`)).status).toBe(404);
  });

  it('serves an image that was committed and not yet renamed when the service crashed', async () => {
    const uuid = await pictured(NEW);
    await put(path(uuid, 'profile.jpg'), OLD);
    await put(path(uuid, staged(NEW)), NEW);
    expect(await served(uuid)).toEqual(NEW);
  });

  it('gives such an image its name at the next start', async () => {
    const uuid = await pictured(NEW);
    await put(path(uuid, 'profile.jpg'), OLD);
    await put(path(uuid, 'profile.png'), OLD);
    await put(path(uuid, staged(NEW)), NEW);
    await start();
    expect((await readdir(path(uuid))).sort()).toEqual(['identity.json', 'profile.jpg']);
    expect(await readFile(path(uuid, 'profile.jpg'))).toEqual(NEW);
    expect(await served(uuid)).toEqual(NEW);
  });

  it('loses an image at start whose upload was never committed, and keeps the one before', async () => {
    const uuid = await pictured(OLD);
    await put(path(uuid, 'profile.jpg'), OLD);
    await put(path(uuid, staged(NEW)), NEW);
    expect(await served(uuid)).toEqual(OLD);
    await start();
    expect((await readdir(path(uuid))).sort()).toEqual(['identity.json', 'profile.jpg']);
    expect(await served(uuid)).toEqual(OLD);
  });

  it('holds no image after the start where the first one was never committed', async () => {
    const uuid = await test.factory.identity();
    await put(path(uuid, staged(NEW)), NEW);
    await start();
    expect(await readdir(path(uuid))).toEqual(['identity.json']);
  });

  it('loses what a writing that was killed left beside its file, at the next start', async () => {
    const uuid = await test.factory.identity();
    await put(path(uuid, 'identity.json.123456'), '{');
    await put(path(uuid, `${staged(NEW)}.123456`), NEW);
    await put(path(uuid, `identity.json.${randomUUID()}.tmp`), '{');
    await put(path(uuid, `${staged(NEW)}.${randomUUID()}.tmp`), NEW);
    await start();
    expect(await readdir(path(uuid))).toEqual(['identity.json']);
  });

  it('keeps what merely looks like that', async () => {
    const uuid = await test.factory.identity();
    const names = [`notes.txt.${randomUUID()}.tmp`, 'notes.123456', 'identity.json.bak', '.profile.jpg'];
    for (const name of names) await put(path(uuid, name), 'mine');
    await put(path(uuid, staged(NEW), 'notes.txt'), 'mine');
    await start();
    expect((await readdir(path(uuid))).sort()).toEqual(['identity.json', staged(NEW), ...names].sort());
  });
});
