import { availableParallelism } from 'node:os';
import { readEnvironment } from '../src/config/environment.js';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect({ ...readEnvironment({}) }).toEqual({
      PORT: 3002,
      HOST: '127.0.0.1',
      DATA_DIR: './data',
      OUTPUT_DIR: './data/output',
      WORKERS: 1,
      DATABASE_POOL_SIZE: 16,
      DATABASE_BULK_POOL_SIZE: 4,
      DATABASE_QUEUE_SIZE: 512,
      DATABASE_QUEUE_TIMEOUT: 5,
      DATABASE_LOCK_TIMEOUT: 5,
      DATABASE_STATEMENT_TIMEOUT: 30,
      MAX_REQUESTS: 4096,
      MAX_EVENT_LOOP_DELAY: 500,
      SHUTDOWN_TIMEOUT: 8,
      METRICS_HOST: '127.0.0.1',
      LOG_LEVEL: 'log',
      RATE_LIMIT_PER_KEY: 0,
      RATE_LIMIT_PER_ADDRESS: 0,
      RATE_LIMIT_FAILED_KEYS: 20,
      HEADERS_TIMEOUT: 20,
      BODY_TIMEOUT: 300,
      IDLE_TIMEOUT: 60,
      KEEP_ALIVE_TIMEOUT: 65,
    });
  });

  it('keeps the output in the data folder unless told otherwise', () => {
    expect(readEnvironment({ DATA_DIR: '/srv/data' }).OUTPUT_DIR).toBe('/srv/data/output');
    expect(readEnvironment({ DATA_DIR: '/srv/data', OUTPUT_DIR: '/out' }).OUTPUT_DIR).toBe('/out');
  });

  it('takes an empty variable as unset', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', MOMENTRY_API_KEY: '' })).toEqual(
      readEnvironment({}),
    );
  });

  it('has as many workers as the machine has cores where it says auto', () => {
    expect(readEnvironment({ WORKERS: 'auto' }).WORKERS).toBe(availableParallelism());
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_POOL_SIZE', '1'],
    ['WORKERS', '0'],
    ['WORKERS', 'many'],
    ['METRICS_PORT', '65536'],
    ['MOMENTRY_API_KEY', 'short'],
    ['MOMENTRY_API_KEY', 'thirty-two characters but with spaces in it'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['RATE_LIMIT_PER_KEY', '-1'],
    ['RATE_LIMIT_PER_ADDRESS', 'many'],
    ['RATE_LIMIT_FAILED_KEYS', '1.5'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['CORS_ORIGINS', 'example.org'],
    ['CORS_ORIGINS', '*,https://example.org'],
    ['CORS_ORIGINS', 'https://example.org/path'],
    ['HEADERS_TIMEOUT', '0'],
    ['IDLE_TIMEOUT', '1h'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0'],
    ['TRUST_PROXY', '10.0.0.1, proxy.example'],
    ['TRUST_PROXY', '10.0.0.0/33'],
  ])('is refused when %s is %s', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(name);
  });

  it.each(['1', 'loopback', '10.0.0.1', '10.0.0.0/8, fd00::/8,uniquelocal'])(
    'trusts the proxies %s',
    (proxies) => {
      expect(readEnvironment({ TRUST_PROXY: proxies }).TRUST_PROXY).toBe(proxies);
    },
  );

  it('names everything that is wrong with it at once', () => {
    expect(() => readEnvironment({ PORT: '-1', LOG_LEVEL: 'loud' })).toThrow(/PORT[^]*LOG_LEVEL/);
  });
});
