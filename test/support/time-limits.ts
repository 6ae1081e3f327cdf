import { bind } from 'jest-each';
import { TEST_TIMEOUT } from './test-timeout.js';

type Body = () => unknown;

/** jest-light-runner knows no time limits: a test that hangs would never end the run. */
function limited(body: Body, limit = TEST_TIMEOUT): () => Promise<unknown> {
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Took longer than ${limit / 1000} s.`)), limit);
    });
    return Promise.race([body(), timeout]).finally(() => clearTimeout(timer));
  };
}

type AddTest = (name: string, body: Body, limit?: number) => void;
type AddHook = (body: Body, limit?: number) => void;

function limitTest(add: AddTest): AddTest {
  const addLimited: AddTest = (name, body, limit) => add(name, limited(body, limit));
  return Object.assign(addLimited, { each: bind(addLimited as never, false) });
}

const limitHook =
  (add: AddHook): AddHook =>
  (body, limit) =>
    add(limited(body, limit));

const { it, beforeAll, beforeEach, afterAll, afterEach } = globalThis as unknown as {
  it: AddTest & { only: AddTest };
} & Record<'beforeAll' | 'beforeEach' | 'afterAll' | 'afterEach', AddHook>;

Object.assign(globalThis, {
  it: Object.assign(limitTest(it), { only: limitTest(it.only) }),
  beforeAll: limitHook(beforeAll),
  beforeEach: limitHook(beforeEach),
  afterAll: limitHook(afterAll),
  afterEach: limitHook(afterEach),
});

// Failures name the lines of the TypeScript sources.
process.setSourceMapsEnabled(true);
