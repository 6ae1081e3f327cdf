import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { jpeg } from './support/images.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const run = promisify(execFile);

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';

/** Every curl line of the reference, to the letter. */
const LINES = {
  list: `curl -s "$API/api/v1/identities?page=1&page_size=20" -H "X-API-Key: $KEY" | jq '{count, identities: [.identities[] | {name}]}'`,
  detail: `curl -s "$API/api/v1/identity/$IDENTITY_UUID" -H "X-API-Key: $KEY"`,
  files: `curl -s "$API/api/v1/identity/$IDENTITY_UUID/files" -H "X-API-Key: $KEY"`,
  faces: `curl -s "$API/api/v1/identity/$IDENTITY_UUID/faces" -H "X-API-Key: $KEY"`,
  chunks: `curl -s "$API/api/v1/identity/$IDENTITY_UUID/chunks" -H "X-API-Key: $KEY"`,
  bind: `curl -s -X POST "$API/api/v1/identity/$IDENTITY_UUID/bind" \\
 -H "X-API-Key: $KEY" \\
 -H "Content-Type: application/json" \\
 -d '{"file_uuid": "'"$FILE_UUID"'", "face_id": "1_5"}'`,
  search: `curl -s "$API/api/v1/identities/search?q=Cary" -H "X-API-Key: $KEY"`,
  upload: `curl -s -X POST "$API/api/v1/identity/upload" \\
 -H "X-API-Key: $KEY" \\
 -H "Content-Type: application/json" \\
 -d '{
 "version": 1,
 "identity_uuid": "a9a901056d6b46ff92da0c3c1a57dff4",
 "name": "Cary Grant",
 "identity_type": "people",
 "source": ".json",
 "status": "confirmed",
 "metadata": {},
 "file_bindings": []
 }'`,
  uploadImage: `curl -s -X POST "$API/api/v1/identity/$IDENTITY_UUID/profile-image" \\
 -H "X-API-Key: $KEY" \\
 -F "image=@/path/to/photo.jpg"`,
  image: `curl -s "$API/api/v1/identity/$IDENTITY_UUID/profile-image" \\
 -H "X-API-Key: $KEY" -o profile.jpg`,
};

/** Does what the reference asks of jq, on a machine that has none. */
const JQ = `#!/usr/bin/env node
const { count, identities } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify({ count, identities: identities.map(({ name }) => ({ name })) }));
`;

describe("the reference's curl lines, as printed, on the demo", () => {
  let test: TestApp;
  let folder: string;
  let photo: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
    folder = await mkdtemp(join(tmpdir(), 'momentry-curl-'));
    photo = join(folder, 'photo.jpg');
    await writeFile(photo, await jpeg());
    // curl tells the status beside what it is told to write, so that no line needs a change.
    await writeFile(join(folder, '.curlrc'), 'write-out = "%{stderr}%{http_code}"\n');
    const variables = { API: test.api.origin, KEY: TEST_KEY, IDENTITY_UUID: CARY, FILE_UUID: CHARADE };
    env = { ...variables, PATH: await pathWithJq(folder), HOME: folder, CURL_HOME: folder };
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true });
  });

  /** Runs a line in a shell; the photo is where it is, not at /path/to. */
  const shell = async (line: string): Promise<string> => {
    const command = line.replace('/path/to/photo.jpg', photo);
    const options = { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 };
    const { stdout, stderr } = await run('sh', ['-c', command], options);
    expect(stderr).toBe('200');
    return stdout;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const json = async (line: string): Promise<any> => JSON.parse(await shell(line));
  const profile = (): string => `${test.environment.OUTPUT_DIR}/identities/${CARY}/profile.jpg`;

  it('list the identities through jq', async () => {
    const { count, identities } = await json(LINES.list);
    expect(count).toBe(14);
    expect(identities).toHaveLength(14);
    expect(identities).toContainEqual({ name: 'Cary Grant' });
  });

  it('give an identity: the body of the reference', async () => {
    expect(await json(LINES.detail)).toEqual({
      success: true,
      identity_uuid: CARY,
      name: 'Cary Grant',
      identity_type: 'people',
      source: 'tmdb',
      status: 'confirmed',
      tmdb_id: 112,
      tmdb_profile: profile(),
      metadata: {},
      reference_data: {},
      created_at: '2026-05-16T12:00:00Z',
      updated_at: null,
    });
  });

  it('list the files he appears in', async () => {
    const { success, identity_uuid, data } = await json(LINES.files);
    expect([success, identity_uuid]).toEqual([true, CARY]);
    expect(data).toContainEqual(
      expect.objectContaining({
        file_uuid: CHARADE,
        face_count: expect.any(Number),
        confidence: expect.any(Number),
        start_time: expect.any(Number),
        end_time: expect.any(Number),
      }),
    );
  });

  it('list his faces, all of them', async () => {
    const { success, count, data } = await json(LINES.faces);
    expect([success, data.length]).toEqual([true, count]);
    expect(data[0]).toMatchObject({
      file_uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      frame_number: expect.any(Number),
      face_id: expect.any(String),
      confidence: expect.any(Number),
    });
  });

  it('list what was said: with the chunk of the reference', async () => {
    const { success, identity_uuid, data } = await json(LINES.chunks);
    expect([success, identity_uuid]).toEqual([true, CARY]);
    expect(data).toContainEqual({
      id: 0,
      file_uuid: CHARADE,
      chunk_id: `${CHARADE}_2`,
      chunk_type: 'sentence',
      start_frame: 5103,
      end_frame: 5127,
      fps: 24.0,
      start_time: 212.64,
      end_time: 213.64,
      text_content: '[213s-214s] Cary Grant: "Olá!"',
    });
  });

  it('bind a face', async () => {
    const { success, identity_uuid, data } = await json(LINES.bind);
    expect([success, identity_uuid]).toEqual([true, CARY]);
    expect(data).toMatchObject({ file_uuid: CHARADE, face_id: '1_5' });
    expect(data.rows_affected).toBeGreaterThan(0);
  });

  it('search', async () => {
    const { success, results } = await json(LINES.search);
    expect([success, results]).toEqual([
      true,
      [{ identity_uuid: CARY, name: 'Cary Grant', source: 'tmdb', tmdb_id: 112, file_uuid: CHARADE }],
    ]);
  });

  it('upload an identity file: the answer of the reference', async () => {
    expect(await json(LINES.upload)).toEqual({
      success: true,
      identity_uuid: CARY,
      name: 'Cary Grant',
      message: 'Identity uploaded successfully',
    });
  });

  it('upload a photo: the answer of the reference', async () => {
    expect(await json(LINES.uploadImage)).toEqual({
      success: true,
      identity_uuid: CARY,
      path: profile(),
      message: 'Profile image saved: profile.jpg',
    });
  });

  it('fetch it again, to the byte', async () => {
    await shell(LINES.image);
    const fetched = await readFile(join(folder, 'profile.jpg'));
    expect(fetched.equals(await readFile(photo))).toBe(true);
    expect((await sharp(fetched).metadata()).format).toBe('jpeg');
  });
});

/** PATH, with a stand-in for jq in front where there is none. */
async function pathWithJq(folder: string): Promise<string> {
  const PATH = process.env.PATH ?? '';
  if (hasJq()) return PATH;
  const tools = join(folder, 'bin');
  await mkdir(tools);
  await writeFile(join(tools, 'jq'), JQ);
  await chmod(join(tools, 'jq'), 0o755);
  return `${tools}${delimiter}${PATH}`;
}

function hasJq(): boolean {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
