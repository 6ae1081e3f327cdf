import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DETECTION_COLUMNS, detections, EMBEDDING_COLUMNS, embeddings, ndjson, traced } from './formats.js';
import { writeFilm } from './write-film.js';

/** Makes a film ready to be measured: its files in every form, in a folder of ours, and the database. */
export async function stageOf({ title, film }, database, folder) {
  const pathOf = (name) => join(folder, `${film.file_uuid}.${name}`);
  const paths = { traced: pathOf('face_traced.json'), ndjson: pathOf('faces.ndjson') };
  const tables = [['face_detection', DETECTION_COLUMNS, detections, pathOf('detections.copy')]];
  if (film.dimension > 0) {
    tables.push(['face_embedding', EMBEDDING_COLUMNS, embeddings, pathOf('embeddings.copy')]);
  }
  const faces = await writeFilm(film, [
    [traced, paths.traced],
    [ndjson, paths.ndjson],
    ...tables.map(([, , form, path]) => [form, path]),
  ]);
  return {
    title,
    film,
    faces,
    bytes: (await stat(paths.traced)).size,
    paths,
    tables: tables.map(([table, columns, , path]) => ({ table, columns, path })),
    database,
    variables: { DATABASE_URL: database.url, DATA_DIR: join(folder, 'data') },
  };
}
