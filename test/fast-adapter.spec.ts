import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('the fast Express adapter', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  /** What node:http made, before Express has touched it, and its prototypes before and after. */
  const observe = async (path: string): Promise<Record<'request' | 'response', [object, object]>> => {
    const server: Server = test.app.getHttpServer();
    const seen: { request: object; response: object }[] = [];
    let pair: [IncomingMessage, ServerResponse] | undefined;
    server.prependOnceListener('request', (request: IncomingMessage, response: ServerResponse) => {
      pair = [request, response];
      seen.push({
        request: Object.getPrototypeOf(request) as object,
        response: Object.getPrototypeOf(response) as object,
      });
    });
    await test.api.get(path);
    const [request, response] = pair!;
    return {
      request: [seen[0]!.request, Object.getPrototypeOf(request) as object],
      response: [seen[0]!.response, Object.getPrototypeOf(response) as object],
    };
  };

  it('has requests and responses made with the prototype that Express gives them', async () => {
    const express = test.app.getHttpAdapter().getInstance();
    const { request, response } = await observe('/health');
    expect(request[0] === express.request && request[1] === express.request).toBe(true);
    expect(response[0] === express.response && response[1] === express.response).toBe(true);
  });

  it('keeps what node gives a request and a response', async () => {
    const { status, headers } = await test.api.get('/health');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ date: expect.any(String), 'content-length': expect.any(String) });
  });

  it('writes JSON that PostgreSQL made with its length and type', async () => {
    const { headers, bytes } = await test.api.get('identities');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(Number(headers['content-length'])).toBe(bytes.length);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const head = await test.api.call('HEAD', 'identities');
    const get = await test.api.get('identities');
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });
});
