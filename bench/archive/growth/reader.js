import { once } from 'node:events';
import { get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Reads an answer to its end as fast as it comes: `first` and `last`, its first and last byte, in milliseconds. */
export async function readFast(service, path) {
  const began = performance.now();
  const response = await open(service, path);
  let [first, bytes] = [undefined, 0];
  for await (const piece of response) {
    first ??= performance.now() - began;
    bytes += piece.length;
  }
  return { first, last: performance.now() - began, bytes };
}

/** Reads so many bytes a second for some seconds, then goes away. */
export async function readSlowly(service, path, bytesPerSecond, seconds) {
  const response = await open(service, path);
  const end = performance.now() + seconds * 1000;
  for await (const piece of response) {
    await sleep((1000 * piece.length) / bytesPerSecond);
    if (performance.now() > end) break;
  }
  response.destroy();
}

async function open({ origin, headers }, path) {
  const [response] = await once(get(`${origin}${path}`, { headers }), 'response');
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  return response;
}
