import { rm, writeFile } from 'node:fs/promises';
import type { Answer } from './support/api-client.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { eventually } from './support/eventually.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { onServer } from './support/test-database.js';

describe('GET /health', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  it('tells that the service is up, which version it is and for how long', async () => {
    const { status, body } = await test.api.get('/health');
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ok', version: expect.any(String), uptime_ms: expect.any(Number) });
  });

  it.each(['*', '"a"', 'W/"a"'])('is told anew to a client that has something already: %s', async (tag) => {
    const { status, body } = await test.api.get('/health', { 'If-None-Match': tag });
    expect([status, body.status]).toEqual([200, 'ok']);
  });

  it('is told whatever else a probe adds to the URL', async () => {
    expect((await test.api.get('/health?at=1')).status).toBe(200);
  });
});

describe('GET /health/ready', () => {
  const proxy = new CuttableProxy();
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp({}, proxy);
  });
  afterAll(() => test.close());

  const OK = { status: 'ok' };

  /** Looks until the answer has a status; returns its checks. */
  const checksWhen = async (expected: number): Promise<unknown> => {
    const look = (): Promise<Answer> => test.api.get('/health/ready', { 'X-API-Key': '' });
    const { status, body } = await eventually(look, (answer) => answer.status === expected);
    expect([status, body.status]).toEqual([expected, expected === 200 ? 'ok' : 'failed']);
    return body.checks as unknown;
  };

  it('is 200 where all is well, and open to everybody', async () => {
    expect(await checksWhen(200)).toEqual({ database: OK, migrations: OK, disk: OK });
  });

  it('is 503 and says so while the database is away, and 200 when it is back', async () => {
    await proxy.cut();
    expect(await checksWhen(503)).toEqual({
      database: { status: 'failed', detail: expect.any(String) },
      migrations: { status: 'failed', detail: expect.any(String) },
      disk: OK,
    });
    await proxy.mend();
    await checksWhen(200);
  });

  it.each([
    ['is read-only', 'default_transaction_read_only = on'],
    ['has no disk space', `temp_file_limit = '64kB'`],
  ])('is 503 and says so while the database %s', async (detail, setting) => {
    const name = new URL(test.database.url).pathname.slice(1);
    await onServer(`ALTER DATABASE ${name} SET ${setting}`);
    const checks = await checksWhen(503);
    expect(checks).toEqual({ database: { status: 'failed', detail }, migrations: OK, disk: OK });
    await onServer(`ALTER DATABASE ${name} RESET ALL`);
    await checksWhen(200);
  });

  it('is 503 and says so where the schema is not that of this version', async () => {
    await test.dataSource.query(`UPDATE migrations SET name = 'x' || name`);
    expect(await checksWhen(503)).toMatchObject({ database: OK, migrations: { status: 'failed' }, disk: OK });
    await test.dataSource.query('UPDATE migrations SET name = substr(name, 2)');
    await checksWhen(200);
  });

  it('is 503 and says so, without its path, where the output folder cannot be written to', async () => {
    const { OUTPUT_DIR } = test.environment;
    await rm(OUTPUT_DIR, { recursive: true, force: true });
    await writeFile(OUTPUT_DIR, 'in the way');
    const checks = await checksWhen(503);
    expect(checks).toMatchObject({ database: OK, migrations: OK, disk: { status: 'failed' } });
    expect(JSON.stringify(checks)).not.toContain(OUTPUT_DIR);
    await rm(OUTPUT_DIR);
    await checksWhen(200);
  });
});
