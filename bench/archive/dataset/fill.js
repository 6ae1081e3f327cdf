import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { castsOf } from './cast.js';
import { CHUNK_COLUMNS, chunkRows } from './chunks.js';
import { DETECTION_COLUMNS, detectionRows } from './detections.js';
import { FILE_COLUMNS, fileRow, filesOf } from './files.js';
import { IDENTITY_COLUMNS, identityRows, uuidsOf } from './people.js';

/** Rows sent at a time. */
const PIECE = 2000;

/** Fills the tables by COPY, in one transaction: what is copied into a table just emptied needs no vacuum. */
export async function fill(client, seed, size) {
  const uuids = uuidsOf(seed, size);
  const files = filesOf(seed, size);
  await client.query('BEGIN; TRUNCATE identity, file CASCADE');
  await copy(client, 'identity', IDENTITY_COLUMNS, identityRows(seed, uuids));
  await copy(client, 'file', FILE_COLUMNS, files.map(fileRow));
  await copy(client, 'face_detection', DETECTION_COLUMNS, allDetections(files, castsOf(seed, size), uuids));
  await copy(client, 'chunk', CHUNK_COLUMNS, allChunks(files));
  await client.query('COMMIT');
}

function* allDetections(files, casts, uuids) {
  for (const [nth, file] of files.entries()) yield* detectionRows(file, casts[nth], uuids);
}

function* allChunks(files) {
  for (const file of files) yield* chunkRows(file);
}

async function copy(client, table, columns, rows) {
  const into = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN (FREEZE)`));
  await pipeline(Readable.from(pieces(rows)), into);
}

function* pieces(rows) {
  let [text, count] = ['', 0];
  for (const row of rows) {
    text += `${row.join('\t')}\n`;
    if (++count % PIECE > 0) continue;
    yield text;
    text = '';
  }
  yield text;
}
