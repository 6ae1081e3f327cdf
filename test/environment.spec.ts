import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../src/config/environment.js';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect({ ...readEnvironment({}) }).toEqual({
      PORT: 3002,
      HOST: '127.0.0.1',
      DATA_DIR: './data',
      OUTPUT_DIR: './data/output',
      DATABASE_POOL_SIZE: 16,
      LOG_LEVEL: 'log',
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

  it.each([
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_POOL_SIZE', '1'],
    ['MOMENTRY_API_KEY', 'short'],
    ['MOMENTRY_API_KEY', 'thirty-two characters but with spaces in it'],
    ['LOG_LEVEL', 'loud'],
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
