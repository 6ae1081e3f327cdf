import { Injectable } from '@nestjs/common';
import { BulkConnections } from '../database/bulk-connections.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import type { FaceChanges } from '../ingest/face/changed-faces.js';
import { FACES } from '../ingest/face/faces.js';
import { type Merged, mergeStaged } from '../ingest/merge-staged.js';
import type { Counted } from '../ingest/alike.js';
import type { Refusal } from '../ingest/refusals.js';
import { stageRows } from '../ingest/stage.js';
import type { ImportOptions } from './options.js';
import { IMPORT } from './origin.js';
import { FaceFile, type FaceFileSummary } from './pipeline/face-file.js';
import { faceFileStage } from './pipeline/face-file-stage.js';
import { placeOf, pointerOf } from './pipeline/face-place.js';
import type { FileHeader } from './pipeline/file-header.js';
import { counted, readPieces } from './read-pieces.js';
import type { Fault, Report } from './report.js';
import type { VideoSource } from './sources.js';
import { Unit } from './unit.js';
import { StraightLoad } from './straight-load.js';
import { ALL_REFUSED, isVain } from './vain.js';
import { keepHeader, requireFps } from './video-header.js';

/** Imports face files: each of them whole, or not at all. What it lacks goes, since it is all that its detector found. */
@Injectable()
export class FaceFileImporter {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly unit: Unit,
    private readonly folders: IdentityFolders,
    private readonly straight: StraightLoad,
  ) {}

  /** Returns what the file says of its video. */
  async import(source: VideoSource, options: ImportOptions, report: Report): Promise<FileHeader> {
    const loaded = await this.straight.load(source, options);
    if (!loaded) return this.merge(source, options, report);
    const { faces, summary, fps } = loaded;
    report.add('faces', { inserted: faces });
    tellOfVideo(report, source, summary);
    tellOfUnknown(report, source.path, summary);
    return { ...summary.header, fps };
  }

  private merge(source: VideoSource, options: ImportOptions, report: Report): Promise<FileHeader> {
    const { path, file_uuid } = source;
    const file = new FaceFile();
    return this.bulk.use(async (connection) => {
      const rows = counted(file.faces(readPieces(path, options)), options);
      const staged = await stageRows(connection, faceFileStage(file_uuid, file.summary), rows);
      const { fps = options.fps, ...others } = file.summary.header;
      const header = { ...others, fps: await requireFps(connection.manager, file_uuid, fps) };
      const merged = await this.unit.run(
        connection.manager,
        options.dryRun,
        async (manager) => {
          const isNew = await keepHeader(manager, file_uuid, header);
          const made = await mergeStaged(manager, IMPORT, FACES, file_uuid, staged, true);
          return { isNew, ...staged, ...made };
        },
        isVain,
      );
      if (!options.dryRun) this.folders.changed(...merged.changes.identity_uuids);
      if (isVain(merged)) report.unread.add(1, { path, why: ALL_REFUSED });
      else tellOfVideo(report, source, file.summary);
      tell(report, path, merged, file.summary);
      return header;
    });
  }
}

function tell(
  report: Report,
  path: string,
  { changes, unchanged, refusals }: Merged<FaceChanges>,
  summary: FaceFileSummary,
): void {
  const { inserted, updated, deleted, kept, kept_faces } = changes;
  report.add('faces', { inserted, updated, unchanged, deleted, refused: refusals.count });
  report.refuse(path, refusals.reasons().map(inFaceFile), refusals);
  report.kept.add(kept, ...kept_faces.map((face) => ({ path, ...face })));
  tellOfUnknown(report, path, summary);
}

function tellOfVideo(report: Report, { file_uuid }: VideoSource, { frames }: FaceFileSummary): void {
  report.videos.add(file_uuid);
  report.frames += frames;
}

function tellOfUnknown(report: Report, path: string, { unknown }: FaceFileSummary): void {
  const names = unknown.all();
  report.unknown.add(names.length, ...names.map((why) => ({ path, why })));
}

/** A refusal, with its place as a pointer into the file. */
function inFaceFile({ line, pointer, detail, rows }: Counted<Refusal>): Fault {
  if (line === 0) return { place: pointer, detail, rows };
  const { frame, index } = placeOf(line);
  return { place: `${pointerOf(frame, index)}${pointer.slice(1)}`, detail, rows };
}
