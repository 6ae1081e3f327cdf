import type { INestApplication } from '@nestjs/common';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createApp } from '../src/app.setup.js';
import { LockQueue } from '../src/database/lock-queue.js';
import { IdentityFolders } from '../src/identity/folder/identity-folders.js';
import type { Answer } from './support/api-client.js';
import { doctor } from './support/doctor.js';
import { eventually } from './support/eventually.js';
import { AT_GATE, closeGate, openGate } from './support/gate.js';
import { png } from './support/images.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { Workplace } from './support/service.js';

/** Ends the connections that wait at the gate. */
const DISCONNECT = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE ${AT_GATE}`;

describe('an image that is staged and not committed', () => {
  let test: TestApp;
  let uuid: string;
  let outsider: pg.Client;

  beforeEach(async () => {
    test = await getTestApp({ SHUTDOWN_TIMEOUT: '0' });
    uuid = await test.factory.identity();
    outsider = new pg.Client({ connectionString: test.database.url });
    await outsider.connect();
    // A use case that waited for a lock would be tried again.
    await closeGate(outsider, 'change');
  });
  afterEach(async () => {
    await outsider.end();
    await test.close();
  });

  const names = (): Promise<string[]> =>
    readdir(join(test.environment.OUTPUT_DIR, 'identities', uuid)).catch(() => []);
  const isStaged = (name: string): boolean => /^\.profile\.[0-9a-f]{64}\.png$/.test(name);
  const upload = async (): Promise<Answer> => test.api.upload(`identity/${uuid}/profile-image`, await png());
  const untilStaged = async (): Promise<void> => {
    expect(await eventually(names, (found) => found.some(isStaged))).toContainEqual(
      expect.stringMatching(/^\.profile\./),
    );
  };
  /** Waits until the folder holds nothing but the identity file. */
  const untilCleared = async (): Promise<void> => {
    expect(await eventually(names, (found) => found.join() === 'identity.json')).toEqual(['identity.json']);
  };
  /** Takes the connection of the upload away. */
  const disconnect = async (): Promise<void> => {
    const look = async (): Promise<number> => (await outsider.query(DISCONNECT)).rowCount!;
    expect(await eventually(look, (count) => count > 0)).toBe(1);
  };
  const untilItWaits = async (other: INestApplication): Promise<void> => {
    const look = (): Promise<number> => Promise.resolve(other.get(LockQueue).waiting);
    expect(await eventually(look, (count) => count > 0)).toBeGreaterThan(0);
  };

  it('is removed when its change fails', async () => {
    const uploaded = upload();
    await untilStaged();
    await disconnect();
    const { status, body } = await uploaded;
    expect([status, body.code]).toEqual([503, 'database_unavailable']);
    await untilCleared();
    await openGate(outsider);
    expect((await upload()).status).toBe(200);
  });

  it('is removed before the service ends', async () => {
    const uploaded = upload().catch((error: Error) => error);
    await untilStaged();
    const closed = test.app.close();
    expect(await uploaded).toBeInstanceOf(Error);
    await disconnect();
    await closed;
    expect(await names()).toEqual(['identity.json']);
  });

  it.each(['a process that starts', 'the doctor'])(
    'is left alone by %s while it is being uploaded',
    async (who) => {
      const uploaded = upload();
      await untilStaged();
      const other = await createApp(test.environment);
      const work =
        who === 'the doctor' ? doctor(other, { fix: true }) : other.get(IdentityFolders).settleAll();
      await untilItWaits(other);
      expect((await names()).filter(isStaged)).toHaveLength(1);
      await openGate(outsider);
      expect((await uploaded).status).toBe(200);
      await work;
      await other.close();
      expect((await names()).sort()).toEqual(['identity.json', 'profile.png']);
      expect((await test.api.get(`identity/${uuid}/profile-image`)).status).toBe(200);
    },
  );

  it('is removed by the next start where the process was killed', async () => {
    const place = await Workplace.create();
    const { DATABASE_URL, DATA_DIR, OUTPUT_DIR } = test.environment;
    const own = { DATABASE_URL, DATA_DIR, OUTPUT_DIR, MOMENTRY_API_KEY: 'k'.repeat(32) };
    const killed = await place.start([], own);
    const uploaded = killed
      .apiWith(own.MOMENTRY_API_KEY)
      .upload(`identity/${uuid}/profile-image`, await png())
      .catch((error: Error) => error);
    await untilStaged();
    await killed.end('SIGKILL');
    expect(await uploaded).toBeInstanceOf(Error);
    expect((await names()).filter(isStaged)).toHaveLength(1);
    await openGate(outsider);
    const next = await place.start([], own);
    await untilCleared();
    expect((await next.apiWith(own.MOMENTRY_API_KEY).get(`identity/${uuid}/profile-image`)).status).toBe(404);
    await place.remove();
  });
});
