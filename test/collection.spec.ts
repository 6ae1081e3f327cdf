import { readFileSync } from 'node:fs';
import { DemoLoader } from '../src/demo/demo.loader.js';
import type { Answer } from './support/api-client.js';
import { jpeg } from './support/images.js';
import { operations } from './support/operations.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

interface Pair {
  key: string;
  value: string;
  /** Shown, and not sent. */
  disabled?: boolean;
}

interface CollectionRequest {
  method: string;
  header: Pair[];
  url: { raw: string; variable: Pair[] };
  auth: { apikey: Pair[] } | null;
  body: { mode?: 'raw' | 'formdata'; raw?: string; formdata?: { key: string; type: string }[] };
}

interface Folder {
  item: { name: string; request: CollectionRequest }[];
}

const text = readFileSync('collections/momentry-identity.postman_collection.json', 'utf8');
const collection = JSON.parse(text) as { item: Folder[]; variable: Pair[] };
const requests = collection.item.flatMap(({ item }) => item);

/** Reads first, and what deletes last: they all are about the same identity. */
const ORDER = ['GET', 'POST', 'DELETE'];
const inOrder = requests
  .toSorted((a, b) => ORDER.indexOf(a.request.method) - ORDER.indexOf(b.request.method))
  .map(({ name, request }) => ({ name, request }));

describe('the Postman collection', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
  });
  afterAll(() => test.close());

  /** Sends a request as Postman does, with the two variables set. */
  async function send({ method, url, header, auth, body }: CollectionRequest): Promise<Answer> {
    const key = auth?.apikey.find((each) => each.key === 'value')?.value.replace('{{apiKey}}', TEST_KEY);
    const path = url.raw
      .replace('{{baseUrl}}', '')
      .replace(/:(\w+)/g, (_, name) => url.variable.find((each) => each.key === name)!.value);
    if (body.mode === 'formdata') {
      expect(body.formdata).toMatchObject([{ key: 'image', type: 'file' }]);
      return test.api.upload(path, await jpeg());
    }
    const enabled = header.filter(({ disabled }) => !disabled);
    const headers = Object.fromEntries(enabled.map(({ key: name, value }) => [name, value]));
    return test.api.call(method, path, {
      headers: { ...headers, 'X-API-Key': key ?? '' },
      ...(body.raw ? { body: body.raw.replace('{{apiKey}}', TEST_KEY) } : {}),
    });
  }

  it.each(inOrder)('$name: succeeds as it is, with the values of the demo', async ({ request }) => {
    const { status } = await send(request);
    expect(status).toBe(200);
  });

  it('has a request for every operation', () => {
    const sent = requests.map(({ request: { method, url } }) => {
      const path = url.raw.replace('{{baseUrl}}', '').split('?')[0]!;
      return `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
    });
    expect(sent.sort()).toEqual(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
  });

  it('has its address and the key as variables, and no key in it', () => {
    expect(collection.variable).toMatchObject([
      { key: 'baseUrl', value: 'http://localhost:3002' },
      { key: 'apiKey', value: '' },
    ]);
    expect([...new Set(text.match(/\{\{\w+\}\}/g))].sort()).toEqual(['{{apiKey}}', '{{baseUrl}}']);
  });
});
