import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Pool } from 'pg';
import * as statements from './floor-statements.js';

/**
 * The floor: what a good programmer writes in a morning on node:http and pg, and what any framework can only add to.
 * Named statements, answers made by PostgreSQL, nothing kept beside the tables, nobody asked for a key.
 */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const PREFIX = '/api/v1/';
/** A foreign key that leads nowhere. */
const UNKNOWN_IDENTITY = '23503';

const ROUTES = {
  'GET identities': ({ page, size }) => one('list', [size, (page - 1) * size, page]),
  'GET identities/search': ({ page, size, query }) => {
    const key = fold(query.get('q'));
    const part = key.replace(/[\\%_]/g, '\\$&');
    return one('search', [key, `${part}%`, `%${part}%`, size, (page - 1) * size, page]);
  },
  'GET identity': ({ uuid }) => one('identity', [uuid]),
  'GET identity/files': ({ uuid }) => one('files', [uuid]),
  'GET identity/faces': (asked) => ofIdentity('faces', asked),
  'GET identity/chunks': (asked) => ofIdentity('chunks', asked),
  'POST identity/bind': ({ uuid, body }) => bind(uuid, body),
};

const server = createServer((request, response) => {
  answer(request).then(
    (text) => send(response, text === undefined ? 404 : 200, text ?? '{"success":false}'),
    (error) => send(response, 500, JSON.stringify({ success: false, detail: error.message })),
  );
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://localhost:${server.address().port}\n`);
});
process.on('SIGTERM', () => process.exit());

async function answer(request) {
  const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
  const [resource, ...parts] = pathname.slice(PREFIX.length).split('/');
  const [uuid, ...rest] = resource === 'identity' ? parts : [undefined, ...parts];
  const route = ROUTES[`${request.method} ${[resource, ...rest].join('/')}`];
  if (!route) return undefined;
  const body = request.method === 'POST' ? await json(request) : undefined;
  const size = Number(query.get('page_size') ?? 20);
  return route({ uuid, query, body, size, page: Number(query.get('page') ?? 1) });
}

function send(response, status, text) {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The answer that a statement makes; none where there is no such identity. */
async function one(name, values) {
  const { rows } = await pool.query({ name, text: statements[name], values });
  return rows[0]?.body;
}

/** A page where one is asked for, else all of it. */
function ofIdentity(name, { uuid, query, page, size }) {
  if (!query.has('page') && !query.has('page_size')) return one(`${name}Whole`, [uuid]);
  return one(`${name}Page`, [uuid, size, (page - 1) * size, page]);
}

/** Gives somebody a face and all of its trace, whosever they were. */
async function bind(identity_uuid, { file_uuid, face_id }) {
  const client = await pool.connect();
  const run = (name, values) => client.query({ name, text: statements[name], values });
  try {
    await client.query('BEGIN');
    const [face] = (await run('findFace', [file_uuid, face_id])).rows;
    const { trace_id, owner } = face ?? {};
    const bound = await (trace_id === null
      ? run('bindFace', [identity_uuid, file_uuid, face_id])
      : run('bindTrace', [identity_uuid, file_uuid, trace_id]));
    await client.query('COMMIT');
    const data = {
      file_uuid,
      face_id,
      trace_id,
      rows_affected: bound.rowCount,
      previous_identity_uuid: owner,
    };
    return face && JSON.stringify({ success: true, identity_uuid, data });
  } catch (error) {
    await client.query('ROLLBACK');
    if (error.code === UNKNOWN_IDENTITY) return undefined;
    throw error;
  } finally {
    client.release();
  }
}

const fold = (text) => text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
