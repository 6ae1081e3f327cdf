import cluster, { type Worker } from 'node:cluster';
import { createServer } from 'node:net';
import { Seat } from '../../src/workers/seat.js';

/**
 * A primary with one seat, whose workers listen, close their channel when they are told to, and end when nothing holds
 * them any more. Says 'replaced' when one took the place of a worker that was sent a message too late.
 */
if (cluster.isPrimary) {
  let count = 0;
  const onStart = (worker: Worker): void => {
    if (++count === 2) process.send!('replaced');
    worker.once('disconnect', () => worker.send('too late'));
    if (count === 1) worker.once('listening', () => worker.send('disconnect'));
  };
  await new Seat(
    () => ({}),
    onStart,
    () => Promise.resolve(),
  ).take('another');
  process.once('disconnect', () => process.exit());
} else {
  const server = createServer().listen(0, '127.0.0.1');
  process.on('message', () => {
    process.disconnect();
    server.close();
  });
}
