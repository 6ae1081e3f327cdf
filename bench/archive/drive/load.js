import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.js';
import { Turn } from './turn.js';

/** The load: a process that drives one server at a time, as it is told, and says how long the answers took. */
process.on('message', async (job) => {
  process.send(await drive(job).catch(({ message }) => ({ error: message })));
});

/**
 * Asks over some connections for some seconds, after some more to warm up. `errands`: lists of requests, each of which
 * a connection brings to its end once it has begun it.
 */
async function drive({ port, headers, errands, connections, ...times }) {
  const prepared = errands.map((errand) => errand.map((asked) => textOf(asked, port, headers)));
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const used = process.cpuUsage();
  const turn = new Turn({ connections, ...times });
  await Promise.all(
    opened.map((connection, nth) => run(connection, everyOf(prepared, nth, connections), turn)),
  );
  const { user, system } = process.cpuUsage(used);
  for (const connection of opened) connection.close();
  return { ...turn.figures(), driver: (user + system) / 1000 / (performance.now() - turn.start) };
}

/** The errands of one of the connections, over and over. Others have the same only where there are too few for all. */
function* everyOf(errands, nth, connections) {
  const share = Math.min(connections, errands.length);
  const own = errands.filter((_, at) => at % share === nth % share);
  for (;;) yield* own;
}

async function run(connection, errands, turn) {
  for (const errand of errands) {
    if (turn.isOver) return;
    for (const request of errand) {
      const before = performance.now();
      await connection.ask(request);
      turn.answered(before, performance.now());
    }
  }
}

function textOf({ method, path, body }, port, headers) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: localhost:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (text) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
