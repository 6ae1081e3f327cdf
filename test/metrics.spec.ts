import { ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { valueOf } from './support/metrics.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

describe('GET /metrics', () => {
  let test: TestApp;
  let uuid: string;

  beforeAll(async () => {
    test = await getTestApp();
    uuid = await test.factory.identity();
  });
  afterAll(() => test.close());

  const metrics = async (): Promise<string> => (await test.api.get('/metrics')).text;
  /** Looks until a metric has a value: an answer is counted when its connection has taken it. */
  const expectValue = async (name: string, expected: number): Promise<void> => {
    const look = async (): Promise<number | undefined> => valueOf(await metrics(), name);
    expect([name, await eventually(look, (value) => value === expected)]).toEqual([name, expected]);
  };

  it('needs the key', async () => {
    expect((await new ApiClient(test.api.origin, 'wrong').get('/metrics')).status).toBe(401);
    const { status, body } = await test.api.get(`/metrics?api_key=${TEST_KEY}`);
    expect([status, body.code]).toEqual([400, 'key_in_query']);
  });

  it("is in Prometheus's text format", async () => {
    const { status, headers, text } = await test.api.get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^# HELP http_requests_total .+\n# TYPE http_requests_total counter$/m);
  });

  it('counts and times requests by method, route and status, whatever their paths', async () => {
    await test.api.get(`identity/${uuid}`);
    await test.api.get(`identity/${uuid}?`);
    await test.api.get(`identity/${'0'.repeat(32)}`);
    await test.api.delete('identities');
    const labels = (method: string, route: string, status: number): string =>
      `{method="${method}",route="${route}",status="${status}"}`;
    const route = '/api/v1/identity/:identity_uuid';
    await expectValue(`http_requests_total${labels('GET', route, 200)}`, 2);
    await expectValue(`http_requests_total${labels('GET', route, 404)}`, 1);
    await expectValue(`http_requests_total${labels('DELETE', 'none', 404)}`, 1);
    await expectValue(`http_request_duration_seconds_count${labels('GET', route, 200)}`, 2);
    expect(await metrics()).not.toContain(uuid);
  });

  it('says how the process and its connections are doing', async () => {
    const text = await metrics();
    expect(valueOf(text, 'database_connections{state="total"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'database_waiting{purpose="connection"}')).toBe(0);
    expect(valueOf(text, 'http_requests_running')).toBe(1);
    expect(valueOf(text, 'http_requests_refused_total{shortage="database"}')).toBe(0);
    for (const name of ['nodejs_eventloop_lag_seconds', 'process_resident_memory_bytes']) {
      expect(valueOf(text, name)).toBeGreaterThanOrEqual(0);
    }
  });
});
