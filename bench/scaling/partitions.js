import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { Questions } from './questions.js';
import { kindsOf } from './reads.js';

/** How many partitions; 0: a plain table. */
const COUNTS = [0, 1, 16, 64, 256];
/** Of the archive's files so many are copied, with their detections. */
const FILES = 200;
const ROUNDS = 200;
const READS = ['faces, median person', 'faces, busiest, page of 20'];

/**
 * What partitions of face_detection by hash of file_uuid cost the statements that know no file, and those that do:
 * with the service's own statements, planned once (plan_cache_mode).
 */
export async function partitions({ copy, print, table }) {
  print(`The detections of ${FILES} files; medians of ${ROUNDS}, in ms, everything in memory.`);
  const subjects = await subjectsHere(copy);
  await copy.run(`DROP SCHEMA IF EXISTS parts CASCADE`);
  const rows = [];
  for (const count of COUNTS) {
    await make(copy, count);
    rows.push({ partitions: count || 'none', ...(await costs(copy, subjects)) });
    await copy.run('DROP SCHEMA parts CASCADE');
  }
  table(rows);
}

/** A fresh connection: what it knows of the schema, and its plans, are its own memory. */
async function costs(copy, subjects) {
  const client = new Client({
    connectionString: copy.url,
    options: '-c plan_cache_mode=force_generic_plan -c search_path=parts,public',
  });
  await client.connect();
  const result = {};
  const questions = new Questions(client);
  const before = await memory(client);
  for (const name of READS) {
    const ask = kindsOf(subjects)[name];
    Object.assign(result, await timed(name, (nth) => questions.of((service) => ask(service, nth))));
  }
  const { places } = subjects;
  const inFile = (name, text) =>
    timed(name, (nth) => {
      const { file_uuid, trace_id } = places[nth % places.length];
      return client.query({ name, text, values: [file_uuid, trace_id] });
    });
  Object.assign(result, await inFile('shares of a trace', SHARES), await inFile('bind a trace', BIND));
  result['KB of a connection'] = Math.round(((await memory(client)) - before) / 1024);
  await client.end();
  return result;
}

async function timed(name, ask) {
  const times = [];
  for (let nth = 0; nth <= ROUNDS; nth++) {
    const began = performance.now();
    await ask(nth);
    times.push(performance.now() - began);
  }
  const first = times.shift();
  times.sort((a, b) => a - b);
  return {
    [`${name}: first`]: first.toFixed(1),
    [`${name}: least`]: times[0].toFixed(2),
    [`${name}: median`]: times[times.length >> 1].toFixed(2),
  };
}

async function memory(client) {
  const { rows } = await client.query('SELECT sum(total_bytes) AS bytes FROM pg_backend_memory_contexts');
  return Number(rows[0].bytes);
}

async function make(copy, count) {
  await copy.run('CREATE SCHEMA parts');
  const like = '(LIKE public.face_detection INCLUDING ALL)';
  await copy.run(`CREATE TABLE parts.face_detection ${like} ${count ? 'PARTITION BY HASH (file_uuid)' : ''}`);
  for (let nth = 0; nth < count; nth++) {
    const values = `FOR VALUES WITH (MODULUS ${count}, REMAINDER ${nth})`;
    await copy.run(`CREATE TABLE parts.d${nth} PARTITION OF parts.face_detection ${values}`);
  }
  await copy.run(
    `INSERT INTO parts.face_detection SELECT * FROM public.face_detection WHERE file_uuid IN (${SOME})`,
  );
  await copy.run('VACUUM ANALYZE parts.face_detection');
}

/** People of the whole archive, and traces in those files. */
async function subjectsHere(copy) {
  const subjects = await copy.subjects();
  return {
    ...subjects,
    places: await copy.rows(`
      SELECT file_uuid, trace_id FROM trace
      WHERE face_count BETWEEN 28 AND 32 AND file_uuid IN (${SOME}) LIMIT ${ROUNDS}`),
  };
}

const SOME = `SELECT file_uuid FROM public.file ORDER BY md5(file_uuid::text) LIMIT ${FILES}`;
/** As src/identity/binding/detections.ts has them; the second changes every row of the trace. */
const SHARES = `
  SELECT identity_uuid, count(*)::integer AS faces, min(frame_number) AS start_frame, max(frame_number) AS end_frame
  FROM face_detection WHERE file_uuid = $1 AND trace_id = $2
  GROUP BY identity_uuid ORDER BY identity_uuid`;
const BIND = `
  UPDATE face_detection SET provenance = 'manual', binding_confidence = NULL
  WHERE file_uuid = $1 AND trace_id = $2`;
