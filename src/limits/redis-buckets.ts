import { createClient, defineScript } from '@redis/client';
import { once } from 'node:events';
import { connectionError } from '../common/errors/connection-error.js';
import { intervalOf, type Policy, ROUNDING, type Taking, WINDOW } from './token-bucket.js';

/** Milliseconds for Redis to answer: a request waits for it. */
const PATIENCE = 250;
/** Milliseconds until a connection is tried again, at the most. */
const LONGEST_PAUSE = 1000;

/** take() of token-bucket.ts, by Redis's clock. A bucket goes when it is full. Numbers go out as texts: Redis cuts them to whole ones. */
const TAKE = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + time[2] / 1000
    local before = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
    local after = before + tonumber(ARGV[1])
    if after - now > tonumber(ARGV[2]) then return { 0, tostring(before - now) } end
    redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
    return { 1, tostring(after - now) }`,
  parseCommand(parser, key: string, interval: number, window: number) {
    parser.pushKey(key);
    parser.push(String(interval), String(window));
  },
  transformReply: ([isTaken, untilFull]: [number, string]): Taking => ({
    isTaken: isTaken === 1,
    untilFull: Number(untilFull),
  }),
});

/** Buckets in a Redis that several processes share. */
export class RedisBuckets {
  private readonly client;

  /** `onError` is told each time that Redis can't be reached. */
  constructor(url: string, onError: (error: Error) => void) {
    this.client = createClient({
      url,
      scripts: { take: TAKE },
      // Who can't be asked at once need not be asked later.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2000,
        reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, LONGEST_PAUSE),
      },
    });
    this.client.on('error', (error: Error) => onError(connectionError(error)));
  }

  /** Connects, and again whenever the connection ends. Resolves when the first try has come to something. */
  async connect(): Promise<void> {
    const ready = once(this.client, 'ready');
    this.client.connect().catch(() => undefined);
    await ready.catch(() => undefined);
  }

  /** Rejects where Redis doesn't answer soon. */
  take(policy: Policy, owner: string): Promise<Taking> {
    const key = `momentry:limit:${policy.name}:${owner}`;
    return soon(this.client.take(key, intervalOf(policy), WINDOW + ROUNDING));
  }

  close(): void {
    if (this.client.isOpen) this.client.destroy();
  }
}

async function soon<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${PATIENCE} ms`)), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
