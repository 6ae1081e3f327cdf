import pg from 'pg';
import sharp from 'sharp';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { isDatabaseUnavailable } from '../src/common/errors/is-database-unavailable.js';
import { type Answer, ApiClient } from './support/api-client.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { operations, type Operation } from './support/operations.js';
import { Sender } from './support/sender.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const COPYING = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'`;

describe('while the database is away', () => {
  const proxy = new CuttableProxy();
  let test: TestApp;
  /** A connection that never goes away. */
  let observer: pg.Client;
  let image: Buffer;
  let uuid: string;
  let session: { Cookie: string };

  beforeAll(async () => {
    test = await getTestApp({}, proxy);
    observer = new pg.Client({ connectionString: test.database.url });
    await observer.connect();
    uuid = await test.factory.identity({ name: 'Ann' });
    const { headers } = await test.api.post('auth/login', { api_key: TEST_KEY });
    session = { Cookie: headers['set-cookie']![0]!.split(';', 1)[0]! };
    image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  });
  afterAll(async () => {
    await observer.end();
    await test.close();
  });

  const BODIES: Record<string, object> = {
    uploadIdentity: { identity_uuid: 'f'.repeat(32), name: 'Bea' },
    bindFace: { file_uuid: 'f'.repeat(32), trace_id: 0 },
    unbindFace: { file_uuid: 'f'.repeat(32), trace_id: 0 },
    putFile: { name: 'film.mp4' },
    sendFaces: [],
    sendChunks: [],
    login: { api_key: TEST_KEY },
    createKey: { name: 'any', scopes: ['ingest'] },
  };

  const call = ({ method, path, operationId }: Operation): Promise<Answer> => {
    const url = path.replace(/\{\w+\}/, uuid) + (operationId === 'searchIdentities' ? '?q=ann' : '');
    // The root key needs no database; a session does.
    if (path.endsWith('/me')) return new ApiClient(test.api.origin, '').get(url, session);
    if (path.endsWith('/logout')) return test.api.call(method, url, { headers: session });
    if (operationId === 'uploadProfileImage') return test.api.upload(url, image);
    if (!BODIES[operationId]) return test.api.call(method, url);
    return test.api[method === 'PUT' ? 'put' : 'post'](url, BODIES[operationId]);
  };

  it.each([QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError])(
    'a transaction that goes on without its connection fails for that (%p)',
    (Released) => expect(isDatabaseUnavailable(new Released())).toBe(true),
  );

  it('every route answers 503 and when to try again, and works when it is back', async () => {
    const guarded = operations().filter(({ path }) => path.startsWith('/api/v1'));
    await proxy.cut();
    for (const operation of guarded) {
      const { status, headers, body } = await call(operation);
      expect([operation.operationId, status, body.code]).toEqual([
        operation.operationId,
        503,
        'database_unavailable',
      ]);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    expect((await test.api.get('/health')).status).toBe(200);
    await proxy.mend();
    expect((await test.api.get(`identity/${uuid}`)).body.name).toBe('Ann');
  });

  it('bulk work answers 503 as well when it had its connections before, and works when it is back', async () => {
    const file = await test.factory.file();
    const send = (): Promise<Answer> => test.api.post(`file/${file}/chunks`, []);
    expect((await send()).status).toBe(200);
    await proxy.cut();
    const { status, headers, body } = await send();
    expect([status, body.code]).toEqual([503, 'database_unavailable']);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    await proxy.mend();
    expect((await send()).status).toBe(200);
  });

  describe('where PostgreSQL cannot do what it is asked', () => {
    /** Has every change of an identity fail as PostgreSQL does itself. */
    const failWith = (code: string): Promise<unknown> =>
      observer.query(`
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE 'failed' USING ERRCODE = '${code}'; END $$;
        CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON identity FOR EACH ROW EXECUTE FUNCTION fail()`);
    const change = (): Promise<Answer> =>
      test.api.post('identity/upload', {
        identity_uuid: uuid,
        name: 'Ann',
        metadata: { changed: randomUuid() },
      });

    it.each([
      ['a lost connection', '08006'],
      ['a read-only server', '25006'],
      ['a full disk', '53100'],
      ['too little memory', '53200'],
      ['too many connections', '53300'],
      ['a shutdown', '57P01'],
      ['a crash', '57P02'],
      ['a start', '57P03'],
      ['a broken disk', '58030'],
    ])('a change that fails because of %s (%s) is answered 503, and reads still work', async (_, code) => {
      await failWith(code);
      const { status, headers, body } = await change();
      expect([status, body.code]).toEqual([503, 'database_unavailable']);
      expect(headers['retry-after']).toMatch(/^\d+$/);
      expect((await test.api.get(`identity/${uuid}`)).status).toBe(200);
      await observer.query('DROP FUNCTION fail CASCADE');
      expect((await change()).status).toBe(200);
    });

    it('a change is answered 503 while the database is read-only, and works as soon as it is not', async () => {
      const name = new URL(test.database.url).pathname.slice(1);
      const closeOthers = `
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '${name}' AND pid <> pg_backend_pid()`;
      await observer.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await observer.query(closeOthers);
      const answer = await change();
      expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
      expect((await test.api.get(`identity/${uuid}`)).status).toBe(200);
      await observer.query(`ALTER DATABASE ${name} RESET ALL`);
      await observer.query(closeOthers);
      expect((await eventually(change, ({ status }) => status === 200)).status).toBe(200);
    });
  });

  it('a body that is coming in is answered 503', async () => {
    const file = await test.factory.file();
    const sender = Sender.open(await test.app.getUrl(), `file/${file}/chunks`);
    await sender.write(`${JSON.stringify({ chunk_id: `${file}_0` })}\n`);
    const copying = async (): Promise<number> => (await observer.query(COPYING)).rowCount!;
    expect(await eventually(copying, (count) => count === 1)).toBe(1);
    await proxy.cut();
    const { status } = await sender.end('\n'.repeat(10));
    expect(status).toBe(503);
    await proxy.mend();
    expect((await test.api.post(`file/${file}/chunks`, [])).status).toBe(200);
  });
});
