import { Socket } from 'node:net';
import { isDatabaseUnavailable } from '../src/common/errors/is-database-unavailable.js';
import { DatabaseClient } from '../src/database/database-client.js';

/** A port that nothing listens on. */
const CLOSED = 1;
const ADDRESSES = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** A socket for which every host has two addresses, as localhost often has. */
function socket(): Socket {
  const made = new Socket();
  const connect = made.connect.bind(made);
  return Object.assign(made, {
    connect: (port: number, host: string) =>
      connect({ port, host, lookup: (_host, _options, done) => done(null, ADDRESSES) }),
  });
}

describe('a connection to a host of several addresses that all refuse it', () => {
  it('fails with an error that says why, and counts as an unavailable database', async () => {
    const client = new DatabaseClient({ host: 'localhost.test', port: CLOSED, stream: socket });
    const error = await client.connect().then(
      () => new Error('It is connected'),
      (failure: Error) => failure,
    );
    expect(error.message).toBe('connect ECONNREFUSED 127.0.0.1:1');
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});

describe('a connection that the system does not permit', () => {
  it.each(['EACCES', 'EPERM'])('counts as an unavailable database (%s)', (code) => {
    const error = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});
