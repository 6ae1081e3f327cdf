import { createClient, createConfig } from '../clients/typescript/src/client/index.js';
import * as sdk from '../clients/typescript/src/index.js';
import { DemoLoader } from '../src/demo/demo.loader.js';
import { jpeg } from './support/images.js';
import { operations } from './support/operations.js';
import { checkedFetch } from './support/checked-fetch.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';

const path = { identity_uuid: CARY };
const face: sdk.BindingDto = { file_uuid: CHARADE, face_id: '1_5' };

describe('the typed client', () => {
  let test: TestApp;
  const driven = new Set<string>();

  /** An operation that must succeed; notes that it was driven. */
  const succeed = async <Data>(
    operationId: string,
    call: Promise<{ data: Data | undefined; error: unknown }>,
  ): Promise<NonNullable<Data>> => {
    driven.add(operationId);
    const { data, error } = await call;
    expect(error).toBeUndefined();
    return data!;
  };

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
    sdk.client.setConfig({ baseUrl: test.api.origin, auth: TEST_KEY, fetch: checkedFetch(test.api) });
  });
  afterAll(() => test.close());

  it('tells the health', async () => {
    const data = await succeed('getHealth', sdk.getHealth());
    expect(data.status satisfies 'ok').toBe('ok');
  });

  it('tells what the service needs, and how it is doing', async () => {
    const { status, checks } = await succeed('getReadiness', sdk.getReadiness());
    expect([status, checks.database.status]).toEqual(['ok', 'ok']);
    expect(await succeed('getMetrics', sdk.getMetrics())).toContain('http_requests_total');
  });

  it('lists identities, with enums, nulls and dates in their types', async () => {
    const query = { status: 'confirmed', sort: 'face_count', order: 'desc', page_size: 3 } as const;
    const data = await succeed('listIdentities', sdk.listIdentities({ query }));
    const [first] = data.identities;
    expect(data.identities).toHaveLength(3);
    expect(first!.status satisfies 'confirmed' | 'pending' | 'inactive').toBe('confirmed');
    expect(first!.created_at satisfies Date).toEqual(expect.any(Date));
    expect(first!.updated_at satisfies Date | null).toBeNull();
  });

  it('searches', async () => {
    const data = await succeed('searchIdentities', sdk.searchIdentities({ query: { q: 'cary' } }));
    expect(data.results[0]).toMatchObject({ identity_uuid: CARY, tmdb_id: 112 });
  });

  it('gets an identity', async () => {
    const data = await succeed('getIdentity', sdk.getIdentity({ path }));
    expect(data).toMatchObject({ name: 'Cary Grant', created_at: new Date('2026-05-16T12:00:00Z') });
  });

  it('lists where somebody appears', async () => {
    const query = { page_size: 2 };
    const files = await succeed('listIdentityFiles', sdk.listIdentityFiles({ path, query }));
    const faces = await succeed('listIdentityFaces', sdk.listIdentityFaces({ path, query }));
    const chunks = await succeed('listIdentityChunks', sdk.listIdentityChunks({ path, query }));
    expect([files.data.length, faces.data.length, chunks.data.length]).toEqual([2, 2, 2]);
    expect(faces.data[0]!.bbox.width satisfies number).toBeGreaterThan(0);
  });

  it('binds a face and unbinds it', async () => {
    const bound = await succeed('bindFace', sdk.bindFace({ path, body: face }));
    expect(bound.data).toMatchObject({ face_id: '1_5', previous_identity_uuid: null });
    const { data } = await succeed('listIdentityHistory', sdk.listIdentityHistory({ path }));
    expect(data[0]!.bindings[0]!.face_count satisfies number).toBeGreaterThan(0);
    const unbound = await succeed('unbindFace', sdk.unbindFace({ path, body: face }));
    expect(unbound.data.rows_affected).toBeGreaterThan(0);
  });

  it('uploads an image and gets the same as a Blob', async () => {
    const image = new Blob([await jpeg()], { type: 'image/jpeg' });
    await succeed('uploadProfileImage', sdk.uploadProfileImage({ path, body: { image } }));
    const got = await succeed('getProfileImage', sdk.getProfileImage({ path }));
    expect(got.type).toBe('image/jpeg');
    expect(Buffer.from(await got.arrayBuffer())).toEqual(Buffer.from(await image.arrayBuffer()));
  });

  it('reads files, and what is in them', async () => {
    const query = { page_size: 2 };
    const inFile = { path: { file_uuid: CHARADE }, query };
    const { files } = await succeed('listFiles', sdk.listFiles({ query }));
    expect(files[0]!.created_at satisfies Date).toEqual(expect.any(Date));
    const file = await succeed('getFile', sdk.getFile({ path: { file_uuid: CHARADE } }));
    expect(file.fps satisfies number | null).toBe(24);
    const identities = await succeed('listFileIdentities', sdk.listFileIdentities(inFile));
    const faces = await succeed('listFileFaces', sdk.listFileFaces(inFile));
    const traces = await succeed('listFileTraces', sdk.listFileTraces(inFile));
    const chunks = await succeed('listFileChunks', sdk.listFileChunks(inFile));
    expect([identities, faces, traces, chunks].map(({ data }) => data.length)).toEqual([2, 2, 2, 2]);
    expect(faces.data[0]!.provenance satisfies 'manual' | 'auto' | null).toBe('manual');
  });

  it('brings a file in, exports it, and deletes it', async () => {
    const path = { file_uuid: 'f'.repeat(32) };
    await succeed('putFile', sdk.putFile({ path, body: { name: 'Holiday.mp4', fps: 24 } }));
    const face: sdk.FaceInput = {
      face_id: '24_0',
      frame_number: 24,
      confidence: 0.9,
      bbox: { x: 1, y: 2, width: 30, height: 40 },
    };
    const faces = await succeed('sendFaces', sdk.sendFaces({ path, body: [face] }));
    expect(faces.inserted satisfies number).toBe(1);
    const chunk: sdk.ChunkInput = {
      chunk_id: `${path.file_uuid}_0`,
      start_time: 1,
      end_time: 2,
      text: 'Olá!',
    };
    const chunks = await succeed('sendChunks', sdk.sendChunks({ path, body: [chunk] }));
    expect(chunks.refused).toBe(0);
    const archive = await succeed('exportArchive', sdk.exportArchive());
    expect(await new Response(archive as BodyInit).text()).toContain('Holiday.mp4');
    const deleted = await succeed('deleteFile', sdk.deleteFile({ path }));
    expect(deleted.faces_deleted satisfies number).toBe(1);
  });

  it('sends an identity file back as it came, and deletes the identity', async () => {
    const file = await succeed('getIdentityFile', sdk.getIdentityFile({ path }));
    const { identity_uuid } = await succeed('uploadIdentity', sdk.uploadIdentity({ body: file }));
    expect(identity_uuid).toBe(CARY);
    const deleted = await succeed('deleteIdentity', sdk.deleteIdentity({ path }));
    expect(deleted.success satisfies true).toBe(true);
  });

  it('creates a key, uses it, and takes it away again', async () => {
    const body = { name: 'client', scopes: ['identity:read'] } satisfies sdk.CreateKeyDto;
    const { api_key } = await succeed('createKey', sdk.createKey({ body }));
    const rotated = await succeed('rotateKey', sdk.rotateKey({ path: { name: 'client' } }));
    for (const auth of [api_key, rotated.api_key]) {
      const me = await succeed('getMe', sdk.getMe({ auth }));
      expect(me.scopes satisfies sdk.Scope[]).toEqual(['identity:read']);
    }
    const { keys } = await succeed('listKeys', sdk.listKeys());
    expect(keys.map(({ status }) => status)).toEqual(['replaced', 'active']);
    await succeed('revokeKey', sdk.revokeKey({ path: { name: 'client' } }));
    const { response } = await sdk.getMe({ auth: api_key });
    expect(response.status).toBe(401);
  });

  it('logs in and out', async () => {
    const me = await succeed('login', sdk.login({ body: { api_key: TEST_KEY } }));
    expect(me.authenticated_by satisfies 'api_key' | 'session').toBe('session');
    expect((await succeed('logout', sdk.logout())).success satisfies true).toBe(true);
  });

  it('gives a problem its type', async () => {
    const { data, error, response } = await sdk.getIdentity({ path: { identity_uuid: '0'.repeat(32) } });
    expect(data).toBeUndefined();
    expect(response.status).toBe(404);
    const problem: sdk.Problem = error!;
    expect(problem.code satisfies sdk.ProblemCode).toBe('identity_not_found');
  });

  it('throws the problem where told to, by a client of its own', async () => {
    const client = createClient(
      createConfig({ baseUrl: test.api.origin, auth: 'no key', fetch: checkedFetch(test.api) }),
    );
    await expect(sdk.listIdentities({ client, throwOnError: true })).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  it('has every operation of the document under its operationId', () => {
    const names = operations().map(({ operationId }) => operationId);
    const functions = Object.entries(sdk).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([name]) => name).sort()).toEqual([...names].sort());
    expect([...driven].sort()).toEqual([...names].sort());
  });
});
