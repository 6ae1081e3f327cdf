import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.js';

/** The load: a process that drives one server at a time, as it is told, and says how long the answers took. */
process.on('message', async (job) => {
  process.send(await drive(job).catch(({ message }) => ({ error: message })));
});

/**
 * Asks over some connections for some seconds, after some more to warm up. `errands`: lists of requests, each of which
 * a connection brings to its end once it has begun it.
 */
async function drive({ port, headers, errands, connections, warmup, seconds }) {
  const prepared = errands.map((errand) => errand.map((asked) => textOf(asked, port, headers)));
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const begin = performance.now() + warmup * 1000;
  const end = begin + seconds * 1000;
  const taken = [];
  const used = process.cpuUsage();
  await Promise.all(
    opened.map(async (connection, first) => {
      for (
        let nth = first % prepared.length;
        performance.now() < end;
        nth = (nth + connections) % prepared.length
      ) {
        await run(connection, prepared[nth], begin, end, taken);
      }
    }),
  );
  const { user, system } = process.cpuUsage(used);
  for (const connection of opened) connection.close();
  return { ...figures(taken, seconds), driver: (user + system) / 1e6 / (warmup + seconds) };
}

/** What has begun and ended within the time counts. */
async function run(connection, errand, begin, end, taken) {
  for (const request of errand) {
    const before = performance.now();
    await connection.ask(request);
    const after = performance.now();
    if (before >= begin && after <= end) taken.push(after - before);
  }
}

/** In milliseconds, and requests a second. */
function figures(taken, seconds) {
  const sorted = Float64Array.from(taken).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99), rate: sorted.length / seconds };
}

function textOf({ method, path, body }, port, headers) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: localhost:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (text) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
