import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getTestApp, type TestApp } from './support/test-app.js';

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
