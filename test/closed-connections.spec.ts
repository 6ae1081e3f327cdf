import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Answer, ApiClient } from './support/api-client.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { Load, upload } from './support/load.js';
import { type Service, Workplace } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

/** Times that the server closes all connections under load. */
const ROUNDS = 3;

const CLOSE_ALL = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

describe('when PostgreSQL closes connections', () => {
  const proxy = new CuttableProxy();
  let place: Workplace;
  let database: TestDatabase;
  let service: Service;
  let api: ApiClient;
  let uuids: string[];

  /** The fewer connections, the more often one changes hands. */
  async function start(variables: NodeJS.ProcessEnv): Promise<void> {
    place = await Workplace.create();
    service = await place.start([], { DATABASE_POOL_SIZE: '2', ...variables });
    api = await service.api();
    uuids = Array.from({ length: 8 }, randomUuid);
    const uploads = await Promise.all(uuids.map((uuid) => upload(api, uuid)));
    expect(uploads.map(({ status }) => status)).toEqual(uuids.map(() => 200));
  }

  /** Requests are answered 200 or 503 with Retry-After, and nothing else. */
  function expectServedOrUnavailable(answers: Answer[]): void {
    for (const { status, headers, text } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, text]).toEqual([503, expect.stringMatching(/database_unavailable|overloaded/)]);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
  }

  async function expectServing(): Promise<void> {
    const { status } = await eventually(
      () => upload(api, randomUuid()),
      (answer) => answer.status === 200,
    );
    expect([status, service.process.exitCode, service.process.signalCode]).toEqual([200, null, null]);
  }

  /** `closeAll` is called while the process is stopped, which then reads in one piece what it was sent. */
  async function expectToSurvive(closeAll: () => Promise<unknown>): Promise<void> {
    const load = new Load(api, uuids);
    for (let round = 0; round < ROUNDS; round++) {
      service.process.kill('SIGSTOP');
      await closeAll().finally(() => service.process.kill('SIGCONT'));
      await expectServing();
    }
    await load.end();
    expectServedOrUnavailable(load.answers);
    for (const uuid of load.acknowledged) expect((await api.get(`identity/${uuid}`)).status).toBe(200);
  }

  describe('of a server of its own', () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      await start({ DATABASE_URL: await proxy.open(database.url) });
    });
    afterAll(async () => {
      await place.remove();
      await proxy.cut();
      await database.drop();
    });

    it('the process survives when a connection is just being handed over', async () => {
      proxy.closesIdle = true;
      const requests = uuids.flatMap((uuid) => [
        api.get(`identity/${uuid}/history`),
        upload(api, randomUuid()),
      ]);
      expectServedOrUnavailable(await Promise.all(requests).finally(() => (proxy.closesIdle = false)));
      await expectServing();
    });

    it('the process survives under load, and no acknowledged upload is lost', () =>
      expectToSurvive(async () => {
        const client = new Client({ connectionString: database.url });
        await client.connect();
        await client.query(CLOSE_ALL).finally(() => client.end());
      }));
  });

  describe('of the embedded server, which is shut down', () => {
    beforeAll(() => start({}));
    afterAll(() => place.remove());

    it('the process survives under load, and no acknowledged upload is lost', () =>
      expectToSurvive(async () => {
        const file = join(place.folder, 'data/postgres/postmaster.pid');
        process.kill(parseInt(await readFile(file, 'utf8')), 'SIGINT');
      }));
  });
});
