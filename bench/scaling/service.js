import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ndjson } from '../ingest/formats.js';
import { FILM, framesOf } from '../ingest/film.js';
import { Service } from '../ingest/service.js';

/** About 100,000 detections in one file, without embeddings. */
const LONG = { ...FILM, frames: 100_000, faces: 1, dimension: 0, traces: 1500 };
const BINDS = 400;

/** Through the service, as users run it: a file of an archive that large, and bindings in files of this one. */
export async function service({ copy, table }) {
  const folder = await mkdtemp(join(tmpdir(), 'momentry-scaling-'));
  const running = await Service.start({ DATABASE_URL: copy.url, DATA_DIR: folder });
  try {
    await running.know(LONG);
    await copy.run('CHECKPOINT');
    const faces = await copy.cost(() =>
      running.send('POST', `${PATH}/faces`, 'application/x-ndjson', film()),
    );
    const [{ count }] = await copy.rows('SELECT face_count AS count FROM file WHERE file_uuid = $1', [
      LONG.file_uuid,
    ]);
    const costs = [row(`detection of ${count} in one file`, faces, count)];
    const { traces } = await copy.subjects();
    for (const title of [
      'bind, the first after a checkpoint',
      'bind back, the pages are in the WAL already',
    ]) {
      if (costs.length === 1) await copy.run('CHECKPOINT');
      const whose = costs.length === 1 ? 'other' : 'owner';
      const bound = await copy.cost(() => bindAll(running, traces.slice(0, BINDS), whose));
      costs.push(row(title, bound, Math.min(BINDS, traces.length)));
    }
    table(costs);
  } finally {
    await running.send('DELETE', PATH, 'application/json', []).catch(() => undefined);
    await running.end();
    await rm(folder, { recursive: true, force: true });
  }
}

const PATH = `/api/v1/file/${LONG.file_uuid}`;

function film() {
  const { of } = ndjson();
  return Readable.from(
    (function* () {
      for (const frame of framesOf(LONG)) yield of(frame, []);
    })(),
  );
}

async function bindAll(running, traces, whose) {
  for (const { [whose]: uuid, file_uuid, face_id } of traces) {
    const body = JSON.stringify({ file_uuid, face_id });
    await running.send('POST', `/api/v1/identity/${uuid}/bind`, 'application/json', [body]);
  }
}

const row = (what, { seconds, wal }, count) => ({
  what,
  'ms each': ((seconds * 1000) / count).toFixed(3),
  'WAL bytes each': Math.round(wal / count),
});
