import { Injectable } from '@nestjs/common';
import type { FieldFault } from '../../common/errors/problem.js';
import { BulkConnections } from '../../database/bulk-connections.js';
import { IdentityFolders } from '../../identity/folder/identity-folders.js';
import { CHUNKS } from '../../ingest/chunk/chunks.js';
import type { Row } from '../../ingest/body/row.js';
import type { Changes } from '../../ingest/kind.js';
import { type Merged, mergeStaged } from '../../ingest/merge-staged.js';
import { stageRows } from '../../ingest/stage.js';
import type { ImportOptions } from '../options.js';
import { IMPORT } from '../origin.js';
import type { Report } from '../report.js';
import { Unit } from '../unit.js';
import { archivedChunkStage } from './archived-chunk-stage.js';
import { ARCHIVED_FACES } from './archived-faces.js';
import { stageBindings } from './binding-stage.js';
import type { Records } from './records.js';
import { stageRejections } from './rejection-stage.js';
import { type ArchivedFile, restoreFile, toArchivedFile } from './restore-file.js';

/** What comes when all of a file has come. Where something else does, it may lack some, and nothing is removed. */
const ENDS_FILE = new Set<string>(['file', 'image', 'end']);

/** Imports a video of an export with what follows it there: its faces, its chunks, and whose the faces are and are not. */
@Injectable()
export class ArchivedFileImporter {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly unit: Unit,
    private readonly folders: IdentityFolders,
  ) {}

  async import(path: string, records: Records, options: ImportOptions, report: Report): Promise<void> {
    const { line, value } = (await records.peek())!;
    records.next();
    const file = await toArchivedFile(value);
    if ('faults' in file) report.refuse(path, placed(line, file.faults));
    else await this.take(path, file, records, options, report);
  }

  private async take(
    path: string,
    file: ArchivedFile,
    records: Records,
    options: ImportOptions,
    report: Report,
  ): Promise<void> {
    const { file_uuid } = file;
    const { refused } = records;
    options.progress.file(file.name);
    const { faces, chunks } = await this.bulk.use(async (connection) => {
      const rowsOf = (type: 'face' | 'chunk' | 'binding' | 'rejection'): AsyncGenerator<Row[]> =>
        records.rowsOfType(type, options);
      const ofFaces = await stageRows(connection, ARCHIVED_FACES.stage(file_uuid), rowsOf('face'));
      const ofChunks = await stageRows(connection, archivedChunkStage(file_uuid), rowsOf('chunk'));
      const refuse = (line: number, faults: FieldFault[]): void => report.refuse(path, placed(line, faults));
      await stageBindings(connection, rowsOf('binding'), report.newcomers, refuse);
      await stageRejections(connection, rowsOf('rejection'), report.newcomers, refuse);
      const next = await records.peek();
      const isWhole = records.refused === refused && (!next || ENDS_FILE.has(next.type));
      return this.unit.run(connection.manager, options.dryRun, async (manager) => {
        await restoreFile(manager, file);
        return {
          faces: await mergeStaged(manager, IMPORT, ARCHIVED_FACES, file_uuid, ofFaces, isWhole),
          chunks: await mergeStaged(manager, IMPORT, CHUNKS, file_uuid, ofChunks, isWhole),
        };
      });
    });
    if (!options.dryRun) this.folders.changed(...faces.changes.identity_uuids);
    report.videos.add(file_uuid);
    tell(report, path, 'faces', faces);
    tell(report, path, 'chunks', chunks);
    const { kept, kept_faces } = faces.changes;
    report.kept.add(kept, ...kept_faces.map((face) => ({ path, ...face })));
  }
}

function tell(
  report: Report,
  path: string,
  sort: 'faces' | 'chunks',
  { changes: { inserted, updated, deleted }, unchanged, refusals }: Merged<Changes>,
): void {
  report.add(sort, { inserted, updated, deleted, unchanged, refused: refusals.count });
  const faults = refusals
    .reasons()
    .map(({ line, pointer, detail, rows }) => ({ place: `line ${line} ${pointer}`, detail, rows }));
  report.refuse(path, faults, refusals);
}

const placed = (line: number, faults: FieldFault[]): { place: string; detail: string }[] =>
  faults.map(({ pointer, detail }) => ({ place: `line ${line} ${pointer}`, detail }));
