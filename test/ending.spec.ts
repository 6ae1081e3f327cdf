import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { FastExpressAdapter } from '../src/common/http/fast-express.adapter.js';
import { manyFaces } from './support/bulk.js';
import { eventually } from './support/eventually.js';
import { PausedReader } from './support/paused-reader.js';
import { PinnedClient } from './support/pinned.js';
import { Sender } from './support/sender.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

/** More than the buffers between the service and a reader that doesn't read can swallow. */
const MANY = 40_000;

describe('a service that is told to end', () => {
  let test: TestApp;
  let origin: string;
  let film: string;

  const start = async (seconds: string, variables = {}): Promise<void> => {
    test = await getTestApp({ SHUTDOWN_TIMEOUT: seconds, ...variables });
    origin = await test.app.getUrl();
    film = await test.factory.file();
  };
  afterEach(() => test.close());

  /** Resolves when so many requests have come and not been answered. */
  const running = async (count: number): Promise<void> => {
    const adapter = test.app.getHttpAdapter() as unknown as FastExpressAdapter;
    const look = (): Promise<number> => Promise.resolve(adapter.running.count);
    expect(await eventually(look, (found) => found === count)).toBe(count);
  };
  /** Resolves when nobody can connect any more. */
  const closed = (): Promise<boolean> =>
    eventually(
      async () => {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1');
        const refused = await once(socket, 'connect').then(
          () => false,
          () => true,
        );
        socket.destroy();
        return refused;
      },
      (refused) => refused,
    );

  describe('and has the time', () => {
    let rival: pg.Client;

    beforeEach(async () => {
      await start('60');
      rival = new pg.Client({ connectionString: test.database.url });
      await rival.connect();
    });
    afterEach(() => rival.end());

    it('finishes what is running, a write, a stream and a body that comes in, and takes nothing new', async () => {
      const uuid = await test.factory.identity();
      await manyFaces(test.dataSource, film, uuid, MANY);
      await rival.query('BEGIN');
      await rival.query('SELECT FROM identity WHERE identity_uuid = $1 FOR UPDATE', [uuid]);
      const writer = new PinnedClient(origin, TEST_KEY);
      expect((await writer.get('/health')).connection).toBe('keep-alive');
      const written = writer.post('/api/v1/identity/upload', { identity_uuid: uuid, name: 'Last' });
      const reader = await PausedReader.open(origin, `identity/${uuid}/faces`);
      const sender = Sender.open(origin, `file/${film}/chunks`);
      await sender.write('\n');
      await running(3);

      const ended = test.app.close();
      expect(await closed()).toBe(true);
      await rival.query('ROLLBACK');
      const { status, connection } = await written;
      expect([status, connection]).toEqual([200, 'close']);
      const { text, complete } = await reader.read();
      expect(complete && JSON.parse(text).count).toBe(MANY);
      expect((await sender.end()).status).toBe(200);
      await ended;
      expect(existsSync(join(test.environment.OUTPUT_DIR, 'identities', uuid, 'identity.json'))).toBe(true);
    });

    it('waits for no connection on which nothing is asked', async () => {
      const idle = new PinnedClient(origin, TEST_KEY);
      await idle.get('/health');
      const silent = connect(Number(new URL(origin).port), '127.0.0.1');
      await once(silent, 'connect');
      await test.app.close();
      await once(silent.resume(), 'close');
      idle.end();
    });
  });

  it('refuses changes that still wait for a lock when its time is over', async () => {
    await start('1', { DATABASE_LOCK_TIMEOUT: '600' });
    const uuid = await test.factory.identity();
    const rival = new pg.Client({ connectionString: test.database.url });
    await rival.connect();
    await rival.query('BEGIN');
    await rival.query('SELECT FROM identity WHERE identity_uuid = $1 FOR UPDATE', [uuid]);
    const changes = ['Ann', 'Bea'].map((name) =>
      test.api.post('identity/upload', { identity_uuid: uuid, name }),
    );
    await running(changes.length);
    const ended = test.app.close();
    const answers = await Promise.all(changes).finally(() => rival.end());
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      changes.map(() => [503, 'overloaded']),
    );
    await ended;
  });

  it('breaks off what takes longer than it has time for', async () => {
    await start('0');
    const sender = Sender.open(origin, `file/${film}/chunks`);
    await sender.write('\n');
    await running(1);
    await test.app.close();
    await expect(sender.reply).rejects.toThrow();
  });
});
