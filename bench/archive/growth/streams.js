import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ask } from '../kinds.js';
import { growthDuring } from './memory.js';
import { readFast, readSlowly } from './reader.js';

const SLOW = { bytesPerSecond: 1e6, seconds: 4 };
/** Milliseconds after which nobody may be at work any more for a reader who has gone. */
const LATER = 2000;

/**
 * How the busiest person's faces and chunks are streamed, whole: the first byte, how much memory that takes with a
 * fast reader and with a slow one, and how long the service goes on asking the database when that one goes away.
 */
export async function streamsOf({ archive, service, subjects }) {
  const { pid } = service.child.process;
  const streams = [];
  for (const name of ['faces', 'chunks']) {
    const { path } = ask(`identity/${subjects.busiest}/${name}`);
    await readFast(service, path);
    const fast = await growthDuring(pid, () => readFast(service, path));
    const slow = await growthDuring(pid, () => readSlowly(service, path, SLOW.bytesPerSecond, SLOW.seconds));
    const goesOn = await lastQuery(archive);
    streams.push({ name, ...fast.result, fast: fast.megabytes, slow: slow.megabytes, goesOn });
  }
  return streams;
}

/** For how many milliseconds from now the service still begins statements; 0: it began none. */
async function lastQuery({ url }) {
  const client = new Client(url);
  await client.connect();
  try {
    const [{ now }] = (await client.query('SELECT clock_timestamp()::text AS now')).rows;
    await sleep(LATER);
    const [{ milliseconds }] = (await client.query(LAST_QUERY, [now])).rows;
    return Math.max(0, milliseconds);
  } finally {
    await client.end();
  }
}

const LAST_QUERY = `
  SELECT coalesce(extract(epoch FROM max(query_start) - $1::timestamptz), 0)::double precision * 1000 AS milliseconds
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
