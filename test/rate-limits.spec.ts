import type { Request } from 'express';
import { clientAddress } from '../src/limits/client-address.js';
import { MemoryBuckets } from '../src/limits/memory-buckets.js';
import { allowanceOf, take } from '../src/limits/token-bucket.js';
import { type Answer, ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { operations } from './support/operations.js';
import { Redis } from './support/redis.js';
import { type Service, Workplace } from './support/service.js';
import { getTestApp, TEST_KEY, type TestApp } from './support/test-app.js';

const guarded = operations().filter(({ object }) => object.security?.length);

/** The statuses of so many requests, one after the other. */
async function statuses(count: number, request: () => Promise<Answer>): Promise<number[]> {
  const seen: number[] = [];
  for (let number = 0; number < count; number++) seen.push((await request()).status);
  return seen;
}
const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

describe('wrong API keys', () => {
  let test: TestApp;
  let wrong: ApiClient;

  beforeAll(async () => {
    test = await getTestApp({ RATE_LIMIT_FAILED_KEYS: '' });
    wrong = new ApiClient(test.api.origin, 'wrong');
  });
  afterAll(() => test.close());

  /** One more is told the truth every three seconds, and so may this one where the machine is slow. */
  const refused = (ask: () => Promise<Answer>): Promise<Answer> =>
    eventually(ask, ({ status }) => status === 429);

  it('are told 20 times a minute that they are wrong, unless somebody sets another number', async () => {
    const first = await wrong.get('identities');
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"failed-keys";q=20;w=60',
      ratelimit: '"failed-keys";r=19;t=3',
    });
    expect(await statuses(19, () => wrong.get('identities'))).toEqual(times(19, 401));
    const { status, headers, body } = await refused(() => wrong.get('identities'));
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(headers.ratelimit).toBe(`"failed-keys";r=0;t=${headers['retry-after']}`);
  });

  it.each(['no-such-route', 'identity/%ZZ', 'identities?page=0'])(
    'are counted whatever else is wrong: %s',
    async (path) => {
      expect((await refused(() => wrong.get(path))).status).toBe(429);
    },
  );

  it('are counted where somebody logs in with them', async () => {
    const logIn = (): Promise<Answer> => wrong.post('auth/login', { api_key: 'wrong' });
    expect((await refused(logIn)).status).toBe(429);
  });

  it('are never in the way of a valid one from the same address', async () => {
    const { status, headers } = await test.api.get('identities');
    expect(status).toBe(200);
    expect(headers.ratelimit).toBeUndefined();
  });

  it('are none where none is sent', async () => {
    const response = await fetch(`${test.api.origin}/api/v1/identities`);
    expect(response.status).toBe(401);
  });
});

describe('requests with one key', () => {
  const QUOTA = 2;
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp({ RATE_LIMIT_PER_KEY: String(QUOTA) });
  });
  afterAll(() => test.close());

  it('are as many a minute as they may be, and each answer says how many are left', async () => {
    for (let left = QUOTA - 1; left >= 0; left--) {
      const { status, headers } = await test.api.get('identities');
      expect(status).toBe(200);
      expect(headers['ratelimit-policy']).toBe(`"key";q=${QUOTA};w=60`);
      expect(headers.ratelimit).toMatch(new RegExp(`^"key";r=${left};t=\\d+$`));
    }
    const { status, headers, body } = await test.api.get('identities');
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60 / QUOTA);
  });

  it.each(guarded)('are refused at $method $path', async ({ method, path }) => {
    const url = path.replaceAll(/\{\w+\}/g, randomUuid());
    const { status, headers } = await test.api.call(method, url);
    expect([status, headers['retry-after']]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)]);
  });

  it('leave what needs no key to everybody', async () => {
    expect((await test.api.get('/health')).status).toBe(200);
    expect((await test.api.get('/problems')).status).toBe(200);
  });
});

describe('requests from one address', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp({ RATE_LIMIT_PER_ADDRESS: '4', RATE_LIMIT_PER_KEY: '10' });
  });
  afterAll(() => test.close());

  it('are counted whatever they ask for, beside those of the key', async () => {
    const answers = [
      await test.api.get('/'),
      await test.api.get('no-such-route'),
      await test.api.get('/docs'),
      await test.api.get('identities'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 200]);
    expect(answers[3]!.headers).toMatchObject({
      'ratelimit-policy': '"address";q=4;w=60, "key";q=10;w=60',
      ratelimit: expect.stringMatching(/^"address";r=0;t=\d+, "key";r=9;t=\d+$/),
    });
    for (const path of ['/', 'no-such-route', '/docs', 'identities']) {
      expect([path, (await test.api.get(path)).status]).toEqual([path, 429]);
    }
  });

  it('are not counted where somebody asks whether the service is up', async () => {
    expect(await statuses(10, () => test.api.get('/health'))).toEqual(times(10, 200));
  });
});

describe('a bucket', () => {
  const policy = { name: 'test', quota: 60 };

  it('gives what it holds at once, and from then on what flows in', () => {
    let full: number | undefined;
    const takeAt = (now: number): boolean => {
      const taking = take(policy, full, now);
      full = taking.full;
      return taking.isTaken;
    };
    expect(Array.from({ length: 61 }, () => takeAt(0))).toEqual([...Array<boolean>(60).fill(true), false]);
    expect([takeAt(999), takeAt(1000), takeAt(1001)]).toEqual([false, true, false]);
    // A minute without requests fills it, and more than full it is never.
    expect(Array.from({ length: 61 }, () => takeAt(200_000)).filter(Boolean)).toHaveLength(60);
  });

  it.each([1, 7, 60, 100_000])(
    'of %s gives them all, whatever part of a millisecond the clock shows',
    (quota) => {
      // Adding a minute and taking the first away leaves more than a minute, as floating-point numbers go.
      const now = 125_012.89502347812;
      expect(now + 60_000 - now).toBeGreaterThan(60_000);
      let full: number | undefined;
      const allowances = Array.from({ length: quota + 1 }, () => {
        const taking = take({ name: 'test', quota }, full, now);
        full = taking.full;
        return allowanceOf({ name: 'test', quota }, taking);
      });
      expect(allowances.map(({ isAllowed }) => isAllowed).indexOf(false)).toBe(quota);
      expect(allowances.map(({ remaining }) => remaining)).toEqual([
        ...Array.from({ length: quota }, (_, taken) => quota - 1 - taken),
        0,
      ]);
    },
  );

  it('tells when there is more where there is none, else when it is full', () => {
    expect(allowanceOf(policy, { isTaken: true, untilFull: 1000 })).toEqual({
      isAllowed: true,
      remaining: 59,
      reset: 1,
    });
    expect(allowanceOf(policy, { isTaken: true, untilFull: 60_000 })).toMatchObject({
      remaining: 0,
      reset: 1,
    });
    const refused = allowanceOf({ name: 'test', quota: 2 }, { isTaken: false, untilFull: 50_000 });
    expect(refused).toEqual({ isAllowed: false, remaining: 0, reset: 20 });
  });

  it('tells the seconds that it takes, whatever part of a millisecond the clock shows', () => {
    const now = 128_074.27502347813;
    const oneInThreeSeconds = { name: 'test', quota: 20 };
    expect(now + 3000 - now).toBeGreaterThan(3000);
    const taking = take(oneInThreeSeconds, undefined, now);
    expect(allowanceOf(oneInThreeSeconds, taking)).toMatchObject({ remaining: 19, reset: 3 });
  });

  it('is one of so many at the most, and the one that is used is kept', () => {
    const buckets = new MemoryBuckets(3);
    const small = { name: 'small', quota: 1 };
    expect(buckets.take(small, 'used').isTaken).toBe(true);
    for (let number = 0; number < 100; number++) {
      buckets.take(small, `other ${number}`);
      expect(buckets.take(small, 'used').isTaken).toBe(false);
    }
    expect(buckets.count(small)).toBe(3);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    [undefined, 'unknown'],
  ])('of %s is that of %s', (ip, owner) => {
    expect(clientAddress({ ip } as Request)).toBe(owner);
  });
});

describe('two processes with one Redis', () => {
  const QUOTA = 6;
  let place: Workplace;
  let redis: Redis;
  let services: Service[];
  let clients: ApiClient[];

  beforeAll(async () => {
    place = await Workplace.create();
    redis = await Redis.start();
    const variables = {
      REDIS_URL: redis.url,
      RATE_LIMIT_PER_KEY: String(QUOTA),
      RATE_LIMIT_FAILED_KEYS: '4',
      MOMENTRY_API_KEY: TEST_KEY,
    };
    services = [await place.start([], variables), await place.start([], variables)];
    clients = services.map(({ origin }) => new ApiClient(origin, TEST_KEY));
  });
  afterAll(async () => {
    await place.remove();
    await redis.end();
  });

  /** The statuses of requests to the one and the other in turn. */
  const inTurn = async (count: number, of = clients): Promise<number[]> => {
    let turn = 0;
    return statuses(count, () => of[turn++ % of.length]!.get('identities'));
  };

  it('count together', async () => {
    expect(await inTurn(QUOTA + 2)).toEqual([...times(QUOTA, 200), 429, 429]);
    const wrong = services.map(({ origin }) => new ApiClient(origin, 'wrong'));
    expect(await inTurn(6, wrong)).toEqual([...times(4, 401), 429, 429]);
  });

  it('go on, each for itself, when it ends, and say so once', async () => {
    await redis.end();
    expect(await inTurn(2 * QUOTA)).toEqual(times(2 * QUOTA, 200));
    expect((await clients[0]!.get('identities')).status).toBe(429);
    for (const { output } of services) expect(output.match(/Redis is away/g)).toHaveLength(1);
  });

  it('count together again when it is back', async () => {
    await redis.comeBack();
    const isBack = (): Promise<boolean> =>
      clients[0]!.get('identities').then(() => services[0]!.output.includes('Redis is back'));
    expect(await eventually(isBack, Boolean)).toBe(true);
    const before = await inTurn(QUOTA);
    expect(before).toContain(429);
    expect(await inTurn(2)).toEqual([429, 429]);
  });

  it('wait no longer than a moment for one that does not answer', async () => {
    redis.freeze();
    const answers = await inTurn(4);
    redis.thaw();
    expect(answers.filter((status) => status >= 500)).toEqual([]);
    for (const { output } of services) expect(output.match(/Redis is away/g)).toHaveLength(2);
  });
});
