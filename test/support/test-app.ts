import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createApp } from '../../src/app.setup.js';
import { type Environment, readEnvironment } from '../../src/config/environment.js';
import { ApiClient } from './api-client.js';
import type { CuttableProxy } from './cuttable-proxy.js';
import { Factory } from './factory.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export const TEST_KEY = 'test-key-of-thirty-two-characters-or-more';

/** The application as users run it, on an ephemeral port and a database of its own. */
export interface TestApp {
  app: NestExpressApplication;
  api: ApiClient;
  factory: Factory;
  dataSource: DataSource;
  environment: Environment;
  database: TestDatabase;
  /** The same service as another process would run it: on the same database and folder. */
  twin(): Promise<{ api: ApiClient; close(): Promise<void> }>;
  /** Ends the application and removes all that it kept. */
  close(): Promise<void>;
}

/** `proxy`: by way of which it has its database. */
export async function getTestApp(variables: NodeJS.ProcessEnv = {}, proxy?: CuttableProxy): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'momentry-spec-'));
  const database = await createTestDatabase();
  const environment = readEnvironment({
    DATA_DIR: folder,
    DATABASE_URL: proxy ? await proxy.open(database.url) : database.url,
    MOMENTRY_API_KEY: TEST_KEY,
    LOG_LEVEL: 'fatal',
    // Specs send more wrong keys than anybody who merely mistypes one.
    RATE_LIMIT_FAILED_KEYS: '0',
    SHUTDOWN_TIMEOUT: '1',
    // A busy machine is no overload, but where a spec says so.
    MAX_EVENT_LOOP_DELAY: '60000',
    DATABASE_QUEUE_TIMEOUT: '60',
    DATABASE_LOCK_TIMEOUT: '60',
    ...variables,
  });
  const app = await createApp(environment);
  await app.listen(0, '127.0.0.1');
  const dataSource = app.get(DataSource);
  const close = async (): Promise<void> => {
    await app.close();
    await proxy?.cut();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const twin = async (): ReturnType<TestApp['twin']> => {
    const other = await createApp(environment);
    await other.listen(0, '127.0.0.1');
    return { api: new ApiClient(await other.getUrl(), TEST_KEY), close: () => other.close() };
  };
  const api = new ApiClient(await app.getUrl(), TEST_KEY);
  return { app, api, factory: new Factory(dataSource), dataSource, environment, database, twin, close };
}
