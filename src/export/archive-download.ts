import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { sendStream } from '../common/http/send-stream.js';
import { archiveHeaders } from './archive-answer.js';
import { archiveLines } from './archive-lines.js';
import type { ExportQuery } from './export.query.js';
import { ImageLines } from './image-lines.js';
import { LineCounts } from './line-counts.js';
import { Snapshots } from './snapshots.js';

/** Milliseconds for which a reader may take nothing: a snapshot is held for it, and keeps the database from tidying up. */
const PATIENCE = 10 * 60_000;

/** Sends the archive to whoever asks for it, as fast as they take it. */
@Injectable()
export class ArchiveDownload {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly images: ImageLines,
  ) {}

  /** The head is sent once the snapshot is there: until then a failure is a problem like any other. */
  async send(response: Response, { images }: ExportQuery): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await this.snapshots.use(gone.signal, async (snapshot) => {
      const lines = archiveLines(snapshot, new LineCounts(), images === 'true' ? this.images : undefined);
      response.set(archiveHeaders());
      // Counted in bytes, not in pieces: an image is a piece.
      await sendStream(Readable.from(lines, { objectMode: false }), response, PATIENCE);
    });
  }
}
