import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { randomFrom } from '../random.js';
import { reads, writes } from './requests.js';

/** One connection in so many is a writer's. */
const WRITER = 10;

/** Clients with a connection each, who ask one thing after the other for some seconds. Returns what they were told. */
export async function crowd({ origin, key, subjects, connections, seconds, pause = 0 }) {
  const end = performance.now() + seconds * 1000;
  const told = [];
  const one = async (nth) => {
    const random = randomFrom(nth);
    const writers = Math.ceil(connections / WRITER);
    const asked = nth % WRITER ? reads(subjects, random) : writes(subjects, random, nth / WRITER, writers);
    const client = new Client(origin);
    let request = asked.next().value;
    while (performance.now() < end) {
      const answer = await ask(client, key, request);
      told.push(answer);
      // What a writer does next builds on what was refused.
      if (answer.status === 200) request = asked.next().value;
      else await delay(pause);
    }
    await client.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, nth) => one(nth)));
  return told;
}

async function ask(client, key, { route, method, path, body }) {
  const began = performance.now();
  const headers = { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) };
  const request = { method, path: `/api/v1/${path}`, headers, body: body && JSON.stringify(body) };
  try {
    const { statusCode: status, headers: given, body: read } = await client.request(request);
    await read.dump({ limit: Infinity });
    return { route, status, milliseconds: performance.now() - began, retryAfter: given['retry-after'] };
  } catch ({ code, message }) {
    return { route, status: code ?? message, milliseconds: performance.now() - began };
  }
}
