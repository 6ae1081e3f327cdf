import { Injectable } from '@nestjs/common';
import { BulkConnections } from '../database/bulk-connections.js';
import type { Row } from '../ingest/body/row.js';
import { CHUNKS } from '../ingest/chunk/chunks.js';
import { mergeStaged } from '../ingest/merge-staged.js';
import { stageRows } from '../ingest/stage.js';
import type { ImportOptions } from './options.js';
import { IMPORT } from './origin.js';
import { chunkFileStage } from './pipeline/chunk-file-stage.js';
import type { FileHeader } from './pipeline/file-header.js';
import { ListFile } from './pipeline/list-file.js';
import { speechStage } from './pipeline/speech-stage.js';
import { counted, readPieces } from './read-pieces.js';
import type { Report } from './report.js';
import type { VideoSource } from './sources.js';
import { Unit } from './unit.js';
import { ALL_REFUSED, isVain } from './vain.js';
import { keepHeader, knownFps, requireFps } from './video-header.js';

/** Imports sentences, or speech that becomes sentences: each file whole, or not at all. */
@Injectable()
export class TextFileImporter {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly unit: Unit,
  ) {}

  /** `header`: what a face file of this import has said of the video. */
  import(source: VideoSource, header: FileHeader, options: ImportOptions, report: Report): Promise<void> {
    const { path, file_uuid, kind } = source;
    return this.bulk.use(async (connection) => {
      const { manager } = connection;
      const given = header.fps ?? options.fps;
      // Sentences may have their frames, or an fps of their own.
      const fps =
        kind === 'speech'
          ? await requireFps(manager, file_uuid, given)
          : (given ?? (await knownFps(manager, file_uuid)));
      const stage = kind === 'speech' ? speechStage(file_uuid) : chunkFileStage(file_uuid);
      const list = new ListFile();
      const elements = list.elements(readPieces(path, options));
      const staged = await stageRows(connection, stage, counted(spoken(elements), options));
      const merged = await this.unit.run(
        connection.manager,
        options.dryRun,
        async (manager) => {
          const isNew = await keepHeader(manager, file_uuid, { ...header, fps });
          const made = await mergeStaged(manager, IMPORT, CHUNKS, file_uuid, staged, true);
          return { isNew, ...staged, ...made };
        },
        isVain,
      );
      const { changes, unchanged, refusals } = merged;
      if (isVain(merged)) report.unread.add(1, { path, why: ALL_REFUSED });
      else report.videos.add(file_uuid);
      report.add('chunks', { ...changes, unchanged, refused: refusals.count });
      const faults = refusals.reasons().map(({ line, pointer, detail, rows }) => ({
        place: `${list.pointerOf(line)}${pointer.slice(1)}`,
        detail,
        rows,
      }));
      report.refuse(path, faults, refusals);
    });
  }
}

/** Without the segments in which nothing is said. */
async function* spoken(elements: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  for await (const rows of elements) yield rows.filter(({ value }) => !isSilent(value));
}

const isSilent = (value: unknown): boolean =>
  typeof (value as { text?: unknown } | null)?.text === 'string' &&
  (value as { text: string }).text.trim() === '' &&
  !(value as { text_content?: unknown }).text_content;
