import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrMakeApiKey } from '../src/auth/api-key.file.js';
import { ApiClient } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { operations } from './support/operations.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

describe('the API key', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const guarded = operations().filter(({ object }) => object.security?.length);

  it.each(guarded)('is needed for $method $path', async ({ method, path }) => {
    const url = path.replaceAll(/\{\w+\}/g, randomUuid());
    for (const key of ['', 'wrong', `${TEST_KEY}x`, TEST_KEY.toUpperCase(), `${TEST_KEY}, ${TEST_KEY}`]) {
      const { status, headers, body } = await new ApiClient(test.api.origin, key).call(method, url);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('ApiKey realm="momentry", Bearer realm="momentry"');
      expect(body.code).toBe('unauthorized');
    }
  });

  it.each(['identities?page=0', 'identity/%ZZ', 'identity/none', 'no-such-route'])(
    'is asked for before anything is told of %s',
    async (path) => {
      const { status, body } = await new ApiClient(test.api.origin, 'wrong').get(path);
      expect([status, body.code]).toEqual([401, 'unauthorized']);
    },
  );

  it('is checked before a body is read', async () => {
    const { hostname, port } = new URL(test.api.origin);
    const head = `POST /api/v1/identity/upload HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{`;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(head));
      socket.on('error', reject).once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is not needed for /health, the pages and the document', async () => {
    const stranger = new ApiClient(test.api.origin, 'wrong');
    for (const path of ['/', '/problems', '/health', '/docs', '/openapi.json', '/openapi.yaml']) {
      expect([path, (await stranger.get(path)).status]).toEqual([path, 200]);
    }
  });
});

describe('the file of the API key', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'momentry-key-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is made once, readable by its owner alone, by however many processes at once', async () => {
    const file = join(folder, 'data', 'api-key');
    const keys = await Promise.all([readOrMakeApiKey(file), readOrMakeApiKey(file), readOrMakeApiKey(file)]);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^momentry_[A-Za-z0-9_-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(`${keys[0]}\n`);
    expect(await readOrMakeApiKey(file)).toBe(keys[0]);
  });

  it('is rid of the drafts that a crash left beside it, and of nothing else', async () => {
    const file = join(folder, 'crashed', 'api-key');
    await mkdir(join(folder, 'crashed'));
    const drafts = [`api-key.${randomUUID()}.tmp`, `api-key.${randomUUID()}.new`];
    for (const name of [...drafts, 'api-key.bak'])
      await writeFile(join(folder, 'crashed', name), 'momentry_');
    const key = await readOrMakeApiKey(file);
    expect((await readdir(join(folder, 'crashed'))).sort()).toEqual(['api-key', 'api-key.bak']);
    expect(await readOrMakeApiKey(file)).toBe(key);
  });

  it('is refused when it holds no key', async () => {
    const file = join(folder, 'empty');
    await writeFile(file, '\n');
    await expect(readOrMakeApiKey(file)).rejects.toThrow('holds no API key');
  });
});
