import fc, { type Arbitrary } from 'fast-check';
import { DemoLoader } from '../../src/demo/demo.loader.js';
import { heldMemory } from '../support/held-memory.js';
import { blackPng, jpeg, png } from '../support/images.js';
import { operations } from '../support/operations.js';
import { getTestApp, type TestApp } from '../support/test-app.js';
import { Digest, uuidsOf } from './digest.js';
import { type FuzzedRequest, type Material, requestsOf, straysOf } from './requests.js';

const REQUESTS = Number(process.env.FUZZ_REQUESTS);
const SEED = Number(process.env.FUZZ_SEED);
/** Requests an operation before memory is first looked at: no more than then follow. */
const WARM_UP = Math.min(25, REQUESTS);
/** Bytes that it may grow by: a leak of a few kilobytes a request is more. */
const MAX_GROWTH = 16 * 1024 * 1024;
/** Deletions last: they leave the others nobody to work with. */
const inOrder = operations().toSorted(
  (one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'),
);

describe('requests made from the document', () => {
  let test: TestApp;
  let digest: Digest;
  let last: string;
  let images: Buffer[];
  let memory: number;

  beforeAll(async () => {
    test = await getTestApp();
    await test.app.get(DemoLoader).load();
    digest = await Digest.of(test);
    last = await digest.take();
    images = [await jpeg(16), await png(16), blackPng(40, 40), blackPng(10_000, 6_000)];
  }, 600_000);
  afterAll(() => test.close());

  const material = async (): Promise<Material> => ({ uuids: await uuidsOf(test.dataSource), images });

  it('warm the service up', async () => {
    for (const operation of inOrder.filter(({ method }) => method !== 'DELETE')) {
      await fuzz(requestsOf(operation, await material()), WARM_UP, SEED + 1);
    }
    memory = heldMemory();
  }, 600_000);

  it.each(inOrder)(
    'of $operationId are answered as it says, and change nothing if they are refused',
    async (operation) => {
      await fuzz(requestsOf(operation, await material()), REQUESTS, SEED);
    },
    60_000 + REQUESTS * 1000,
  );

  it(
    'at paths and methods that it does not know are refused',
    async () => {
      await fuzz(straysOf(operations(), await material()), REQUESTS, SEED);
    },
    60_000 + REQUESTS * 1000,
  );

  it('leave no memory behind', () => {
    expect(heldMemory() - memory).toBeLessThan(MAX_GROWTH);
  });

  const fuzz = (requests: Arbitrary<FuzzedRequest>, numRuns: number, seed: number): Promise<void> =>
    fc.assert(fc.asyncProperty(requests, judge), { numRuns, seed });

  async function judge(request: FuzzedRequest): Promise<void> {
    try {
      await send(request);
    } catch (error) {
      last = await digest.settled();
      throw error;
    }
  }

  /** The client itself refuses an answer that the document doesn't have. */
  async function send({ method, url, ...call }: FuzzedRequest): Promise<void> {
    const { status, text } = await test.api.call(method, url, call);
    if (status >= 500) throw new Error(`${status}: ${text}`);
    if (status < 400 && method !== 'GET') {
      last = await digest.settled();
      return;
    }
    const after = await digest.take();
    if (after !== last) throw new Error(`${status}, and yet a change:\n  ${last}\n  ${after}`);
  }
});
