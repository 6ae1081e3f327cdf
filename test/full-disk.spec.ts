import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { limitFileSize, runLimited } from './support/file-size-limit.js';
import { jpeg, png } from './support/images.js';
import { type Service, Workplace } from './support/service.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

/** Bytes that fit while the disk is full. */
const ROOM = 8192;

describe('a full disk', () => {
  let test: TestApp;
  let place: Workplace;
  let service: Service;
  let api: ApiClient;
  let uuid: string;

  beforeAll(async () => {
    [test, place] = await Promise.all([getTestApp(), Workplace.create()]);
    const { DATABASE_URL, DATA_DIR, OUTPUT_DIR } = test.environment;
    const own = { DATABASE_URL, DATA_DIR, OUTPUT_DIR, MOMENTRY_API_KEY: TEST_KEY };
    service = await place.start([], own);
    api = service.apiWith(TEST_KEY);
  });
  afterAll(async () => {
    await place.remove();
    await test.close();
  });

  beforeEach(async () => {
    uuid = randomUuid();
    await api.post('identity/upload', { identity_uuid: uuid, name: `Person ${uuid}` });
    await eventually(names, (found) => found.includes('identity.json'));
  });
  afterEach(() => makeRoom());

  const fill = (): Promise<void> => limitFileSize(service.process.pid!, ROOM);
  const makeRoom = (): Promise<void> => limitFileSize(service.process.pid!, 'unlimited');
  const path = (...name: string[]): string => join(test.environment.OUTPUT_DIR, 'identities', uuid, ...name);
  const names = (): Promise<string[]> => readdir(path()).catch(() => []);
  const onDisk = (): Promise<string> => readFile(path('identity.json'), 'utf8');
  /** All that the service says of the identity. */
  const told = async (): Promise<unknown> => {
    const routes = ['', '/json', '/history', '/profile-image'].map((route) => `identity/${uuid}${route}`);
    const answers = await Promise.all(routes.map((route) => api.get(route)));
    return answers.map(({ status, headers, text }) => ({ status, etag: headers.etag, text }));
  };

  it.each(['jpg', 'png'])(
    'refuses an image that does not fit, changes nothing, and takes it once there is room: .%s',
    async (type) => {
      const image = `identity/${uuid}/profile-image`;
      expect((await api.upload(image, await jpeg(32))).status).toBe(200);
      const [before, large] = [await told(), type === 'jpg' ? await jpeg(400) : await png(400)];
      await fill();
      const { status, body, headers } = await api.upload(image, large);
      expect([status, body.code]).toEqual([503, 'storage_unavailable']);
      expect(headers['retry-after']).toMatch(/^\d+$/);
      expect(await told()).toEqual(before);
      expect((await names()).sort()).toEqual(['identity.json', 'profile.jpg']);
      await makeRoom();
      expect((await api.upload(image, large)).status).toBe(200);
      expect((await api.get(image)).bytes).toEqual(large);
      expect((await names()).sort()).toEqual(['identity.json', `profile.${type}`]);
    },
  );

  it('takes an image that fits', async () => {
    const small = await jpeg(32);
    await fill();
    expect((await api.upload(`identity/${uuid}/profile-image`, small)).status).toBe(200);
    expect((await api.get(`identity/${uuid}/profile-image`)).bytes).toEqual(small);
  });

  it('keeps the identity file before, and writes the new one once there is room', async () => {
    const before = await onDisk();
    await fill();
    const metadata = { biography: 'x'.repeat(2 * ROOM) };
    const { status } = await api.post('identity/upload', {
      identity_uuid: uuid,
      name: `Person ${uuid}`,
      metadata,
    });
    expect(status).toBe(200);
    const failed = `The folder of identity ${uuid} could not be written: EFBIG`;
    const log = await eventually(
      () => Promise.resolve(service.output),
      (output) => output.includes(failed),
    );
    expect(log).toContain(failed);
    expect(await onDisk()).toBe(before);
    expect(await names()).toEqual(['identity.json']);
    await makeRoom();
    const { text } = await api.get(`identity/${uuid}/json`);
    const written = await eventually(onDisk, (file) => file.includes(metadata.biography));
    expect(JSON.parse(written)).toEqual(JSON.parse(text));
    expect(await names()).toEqual(['identity.json']);
  });

  it('lets an export fail as a whole', async () => {
    const { DATABASE_URL, DATA_DIR, OUTPUT_DIR } = test.environment;
    await api.post('identity/upload', {
      identity_uuid: uuid,
      name: `Person ${uuid}`,
      metadata: { biography: 'x'.repeat(2 * ROOM) },
    });
    const program = [resolve('dist/src/export.js'), join(place.folder, 'backup')];
    const outcome = await runLimited(ROOM, program, place.folder, { DATABASE_URL, DATA_DIR, OUTPUT_DIR });
    expect(outcome).toEqual({ code: 1, stderr: expect.stringContaining('EFBIG') });
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('lets a start fail that has no room for its API key, and leaves no part of one', async () => {
    const { DATABASE_URL } = test.environment;
    const program = [resolve('dist/src/main.js')];
    const own = { DATABASE_URL, DATA_DIR: 'fresh', PORT: '0' };
    const { code } = await runLimited(16, program, place.folder, own);
    expect(code).toBe(1);
    expect(await readdir(join(place.folder, 'fresh'))).toEqual([]);
  });
});
