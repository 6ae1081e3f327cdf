import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChangeRequest } from '../change/change-request.js';
import { fileNotFound } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';
import { BulkConnections } from '../database/bulk-connections.js';
import { fileLock } from '../database/lock.js';
import { Transactions } from '../database/transactions.js';
import { File } from '../catalogue/entities/file.entity.js';
import { answered, answeredBefore } from '../idempotency/answered.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import type { Row } from './body/row.js';
import { CHUNKS } from './chunk/chunks.js';
import type { FacesIngestResponse, IngestResponse } from './dto/ingest.response.js';
import type { FaceChanges } from './face/changed-faces.js';
import { FACES } from './face/faces.js';
import type { Changes, Kind } from './kind.js';
import { mergeStaged, type Merged } from './merge-staged.js';
import { stageRows } from './stage.js';

/** Takes in the detections and chunks that are sent for a file. */
@Injectable()
export class IngestService {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async faces(
    uuid: string,
    rows: AsyncIterable<Row[]>,
    complete: boolean,
    change: ChangeRequest,
  ): Promise<FacesIngestResponse> {
    const before = answeredBefore<FacesIngestResponse>(change);
    if (before) return before;
    const { answer, changes } = await this.ingest(FACES, uuid, rows, complete, facesAnswer, change);
    this.folders.changed(...changes.identity_uuids);
    return answer;
  }

  async chunks(
    uuid: string,
    rows: AsyncIterable<Row[]>,
    complete: boolean,
    change: ChangeRequest,
  ): Promise<IngestResponse> {
    const before = answeredBefore<IngestResponse>(change);
    if (before) return before;
    const { answer } = await this.ingest(CHUNKS, uuid, rows, complete, answerOf, change);
    return answer;
  }

  /** Rows come in outside of any transaction, as slowly as their sender likes; only merging them holds anything. */
  private ingest<Changed extends Changes, Answer extends IngestResponse>(
    kind: Kind<Changed>,
    uuid: string,
    rows: AsyncIterable<Row[]>,
    complete: boolean,
    toAnswer: (uuid: string, merged: Merged<Changed>) => Answer,
    change: ChangeRequest,
  ): Promise<{ answer: Answer; changes: Changed }> {
    return this.bulk.useFor(uuid, async (connection) => {
      if (!(await connection.manager.existsBy(File, { file_uuid: uuid }))) throw fileNotFound(uuid);
      const staged = await stageRows(connection, kind.stage(uuid), rows);
      const useCase = async (manager: EntityManager): Promise<{ answer: Answer; changes: Changed }> => {
        const merged = await mergeStaged(manager, change.origin, kind, uuid, staged, complete);
        return { answer: await answered(manager, change, toAnswer(uuid, merged)), changes: merged.changes };
      };
      return this.transactions.run(useCase, { locks: [fileLock(uuid)], on: connection });
    });
  }
}

function facesAnswer(uuid: string, merged: Merged<FaceChanges>): FacesIngestResponse {
  const { kept, kept_faces } = merged.changes;
  const faces = kept_faces.map((face) => ({ ...face, identity_uuid: toHex(face.identity_uuid) }));
  return { ...answerOf(uuid, merged), kept, kept_faces: faces };
}

function answerOf(uuid: string, { changes, unchanged, refusals }: Merged<Changes>): IngestResponse {
  const { inserted, updated, deleted } = changes;
  const counts = { inserted, updated, unchanged, deleted, refused: refusals.count };
  return { success: true, file_uuid: uuid, message: inWords(counts), ...counts, refusals: refusals.first() };
}

/** `2 inserted, 1 refused`; what is 0 goes without saying. */
function inWords(counts: Record<string, number>): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  return said.map(([name, count]) => `${count} ${name}`).join(', ') || 'Nothing was sent';
}
