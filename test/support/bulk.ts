import type { DataSource } from 'typeorm';
import { summarize, summarizeChunks } from '../../src/catalogue/appearance-summary.js';
import { summarizeFile } from '../../src/catalogue/file-summary.js';

/** `count` detections of an identity in the frames 1 to `count` of a file, summed up as a bind would. */
export async function manyFaces(
  dataSource: DataSource,
  file_uuid: string,
  identity_uuid: string,
  count: number,
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(MANY_FACES, [file_uuid, identity_uuid, count]);
    await summarize(manager, file_uuid, [identity_uuid]);
    await summarizeFile(manager, file_uuid);
  });
}

/** `count` chunks of one frame each, in the frames 1 to `count` of a file, summed up as an ingest would. */
export async function manyChunks(dataSource: DataSource, file_uuid: string, count: number): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(MANY_CHUNKS, [file_uuid, count]);
    await summarizeFile(manager, file_uuid);
    await summarizeChunks(manager, file_uuid);
  });
}

const MANY_FACES = `
  INSERT INTO face_detection (
    file_uuid, face_id, frame_number, "time", confidence, trace_id, x, y, width, height, identity_uuid, provenance
  )
  SELECT $1, frame || '_0', frame, frame / 24.0, 0.9, frame / 100, 10, 20, 30, 40, $2, 'manual'
  FROM generate_series(1, $3::integer) frame`;

const MANY_CHUNKS = `
  INSERT INTO chunk (
    file_uuid, chunk_id, chunk_type, start_frame, end_frame, fps, start_time, end_time, text_content
  )
  SELECT $1::uuid, $1::uuid || '_' || frame, 'sentence', frame, frame, 24, frame / 24.0, frame / 24.0, 'Olá!'
  FROM generate_series(1, $2::integer) frame`;
