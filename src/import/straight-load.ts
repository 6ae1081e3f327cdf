import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { summarizeFile } from '../catalogue/file-summary.js';
import { type BulkConnection, BulkConnections } from '../database/bulk-connections.js';
import { type CopyValue, CopyWriter } from '../ingest/copy-writer.js';
import { faultsOfFace } from '../ingest/face/face-row.js';
import { MAX_FACES_A_FRAME } from '../ingest/face/unfit-faces.js';
import { secondsOf } from '../ingest/face/time.js';
import { holdFile } from '../ingest/hold.js';
import { recordIngest } from '../ingest/record-ingest.js';
import type { ImportOptions } from './options.js';
import { IMPORT } from './origin.js';
import { FaceFile, type FaceFileSummary } from './pipeline/face-file.js';
import { placeOf } from './pipeline/face-place.js';
import { noteUnknown, toFaceRow } from './pipeline/pipeline-face.js';
import { counted, readPieces } from './read-pieces.js';
import type { VideoSource } from './sources.js';
import { keepHeader, knownFps } from './video-header.js';

/** What ends the attempt: something that only the ordinary way can deal with. */
class NotStraight extends Error {}

const UNIQUE_VIOLATION = '23505';

/** A face file that came in. */
export interface Loaded {
  faces: number;
  summary: FaceFileSummary;
  fps: number;
}

/**
 * The short way of a face file without embeddings of a video without detections: straight into the table while
 * it is read, where the ordinary one reads first and compares then. It takes half the time, and only what is
 * flawless: a file with anything to compare, to compute or to refuse is left to the ordinary way.
 */
@Injectable()
export class StraightLoad {
  constructor(private readonly bulk: BulkConnections) {}

  /** Returns undefined where it is not for this file, of which then nothing has come in. */
  async load(source: VideoSource, options: ImportOptions): Promise<Loaded | undefined> {
    const attempt = new Attempt(source, options);
    try {
      return await this.bulk.use((connection) =>
        connection.manager.transaction((manager) => attempt.load(connection, manager)),
      );
    } catch (error) {
      if (!(error instanceof NotStraight) && (error as { code?: string }).code !== UNIQUE_VIOLATION)
        throw error;
      attempt.takeBack();
      return undefined;
    }
  }
}

class Attempt {
  private readonly file = new FaceFile();
  private faces = 0;
  private fps: number | undefined;

  constructor(
    private readonly source: VideoSource,
    private readonly options: ImportOptions,
  ) {}

  async load(connection: BulkConnection, manager: EntityManager): Promise<Loaded> {
    const { file_uuid } = this.source;
    const { summary } = this.file;
    await keepHeader(manager, file_uuid, {});
    await holdFile(manager, file_uuid);
    const [{ is_new }] = await manager.query<[{ is_new: boolean }]>(IS_NEW, [file_uuid]);
    if (!is_new || this.options.dryRun) throw new NotStraight();
    this.fps = this.options.fps ?? (await knownFps(manager, file_uuid));
    await this.copy(connection);
    this.learnFps();
    if (this.fps === undefined) throw new NotStraight();
    await keepHeader(manager, file_uuid, { ...summary.header, fps: this.fps });
    const [{ fit }] = await manager.query<[{ fit: boolean }]>(FIT, [file_uuid]);
    if (!fit) throw new NotStraight();
    await summarizeFile(manager, file_uuid);
    await recordIngest(manager, IMPORT, 'faces_ingested', file_uuid, {
      inserted: this.faces,
      updated: 0,
      deleted: 0,
    });
    return { faces: this.faces, summary, fps: this.fps };
  }

  /** What was read will be read again. */
  takeBack(): void {
    this.options.progress.read(-this.file.bytes);
    this.options.progress.rows(-this.faces);
  }

  private async copy(connection: BulkConnection): Promise<void> {
    const copy = new CopyWriter(connection, 'face_detection', COLUMNS);
    try {
      for await (const rows of counted(
        this.file.faces(readPieces(this.source.path, this.options)),
        this.options,
      )) {
        this.learnFps();
        for (const { line, value } of rows) copy.add(this.columnsOf(line, value));
        await copy.flush();
      }
      await copy.end();
    } catch (error) {
      await copy.abort();
      throw error;
    }
  }

  /** What comes behind faces that were timed by another one comes too late. */
  private learnFps(): void {
    const { fps = this.fps } = this.file.summary.header;
    if (this.faces > 0 && fps !== this.fps) throw new NotStraight();
    this.fps = fps;
  }

  private columnsOf(line: number, value: unknown): CopyValue[] {
    if (typeof value !== 'object' || value === null) throw new NotStraight();
    const { frame, index } = placeOf(line);
    noteUnknown(value, this.file.summary.unknown);
    const { embedding, ...row } = toFaceRow(frame, index, value);
    const { file_uuid } = this.source;
    const isFlawless = !embedding && faultsOfFace(row, file_uuid).length === 0;
    if (!isFlawless || this.fps === undefined || index >= MAX_FACES_A_FRAME) throw new NotStraight();
    this.faces++;
    const { face_id, confidence, trace_id = null, bbox } = row;
    const box = [bbox.x, bbox.y, bbox.width, bbox.height];
    return [file_uuid, face_id, frame, secondsOf(frame, this.fps), confidence, trace_id, ...box];
  }
}

const COLUMNS = [
  ...['file_uuid', 'face_id', 'frame_number', '"time"', 'confidence', 'trace_id'],
  ...['x', 'y', 'width', 'height'],
];

const IS_NEW = 'SELECT NOT EXISTS (SELECT FROM face_detection WHERE file_uuid = $1) AS is_new';

/** Whether none lies wholly outside the picture. */
const FIT = `
  SELECT NOT EXISTS (
    SELECT FROM face_detection d JOIN file f USING (file_uuid)
    WHERE d.file_uuid = $1
      AND (d.x + d.width <= 0 OR d.y + d.height <= 0 OR d.x >= f.width OR d.y >= f.height)
  ) AS fit`;
