import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { summarize, summarizeChunks } from '../../src/catalogue/appearance-summary.js';
import { summarizeFile } from '../../src/catalogue/file-summary.js';
import { Chunk } from '../../src/catalogue/entities/chunk.entity.js';
import { FaceDetection } from '../../src/catalogue/entities/face-detection.entity.js';
import { File } from '../../src/catalogue/entities/file.entity.js';
import { Identity } from '../../src/catalogue/entities/identity.entity.js';
import { nameKey, sortKey } from '../../src/catalogue/name-key.js';

export const randomUuid = (): string => randomBytes(16).toString('hex');

/** Puts rows into the database, with whatever a test doesn't care about filled in. */
export class Factory {
  private chunks = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** Returns the uuid. */
  async identity(given: Partial<Identity> = {}): Promise<string> {
    const name = given.name ?? `Person ${randomUuid().slice(0, 8)}`;
    const key = nameKey(name);
    const row = { identity_uuid: randomUuid(), source: 'auto', status: 'confirmed', ...given } as const;
    await this.dataSource.manager.insert(Identity, { ...row, name, name_key: key, sort_key: sortKey(key) });
    return row.identity_uuid;
  }

  /** Returns the uuid. */
  async file(given: Partial<File> = {}): Promise<string> {
    const row = { file_uuid: randomUuid(), name: 'film.mp4', fps: 24, duration: 60, ...given };
    await this.dataSource.manager.insert(File, { ...row, sort_key: sortKey(nameKey(row.name)) });
    return row.file_uuid;
  }

  /** Detections of a file; those that bear an identity are summed up as a bind would. */
  async faces(file_uuid: string, given: Partial<FaceDetection>[]): Promise<void> {
    const rows = given.map((face) => faceRow(file_uuid, face));
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(FaceDetection, rows);
      const bound = new Set(rows.flatMap(({ identity_uuid }) => identity_uuid ?? []));
      await summarize(manager, file_uuid, [...bound]);
      await summarizeFile(manager, file_uuid);
    });
  }

  /** Returns the chunk's own id. */
  async chunk(file_uuid: string, given: Partial<Chunk> = {}): Promise<number> {
    const { start_frame = 0, end_frame = start_frame + 23 } = given;
    const times = { fps: 24, start_time: start_frame / 24, end_time: end_frame / 24 };
    const row = {
      chunk_type: 'sentence',
      text_content: 'Hello',
      ...times,
      ...given,
      start_frame,
      end_frame,
      file_uuid,
    };
    const chunk_id = given.chunk_id ?? `${file_uuid}_${this.chunks++}`;
    return this.dataSource.transaction(async (manager) => {
      const { identifiers } = await manager.insert(Chunk, { ...row, chunk_id });
      await summarizeFile(manager, file_uuid);
      await summarizeChunks(manager, file_uuid);
      return (identifiers[0] as Chunk).id;
    });
  }
}

function faceRow(file_uuid: string, given: Partial<FaceDetection>): Partial<FaceDetection> {
  const frame_number = given.frame_number ?? 0;
  const place = { x: 10, y: 20, width: 30, height: 40 };
  const time = frame_number / 24;
  return {
    face_id: `${frame_number}_0`,
    time,
    confidence: 0.9,
    trace_id: null,
    provenance: given.identity_uuid ? 'manual' : null,
    ...place,
    ...given,
    file_uuid,
    frame_number,
  };
}
