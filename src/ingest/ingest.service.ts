import { Injectable } from '@nestjs/common';
import { fileNotFound } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';
import { BulkConnections } from '../database/bulk-connections.js';
import { Transactions } from '../database/transactions.js';
import { File } from '../catalogue/entities/file.entity.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import type { Row } from './body/row.js';
import { CHUNKS } from './chunk/chunks.js';
import type { FacesIngestResponse, IngestResponse } from './dto/ingest.response.js';
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

  async faces(uuid: string, rows: AsyncIterable<Row[]>, complete: boolean): Promise<FacesIngestResponse> {
    const merged = await this.ingest(FACES, uuid, rows, complete);
    const { kept, kept_faces, identity_uuids } = merged.changes;
    this.folders.changed(...identity_uuids);
    const faces = kept_faces.map((face) => ({ ...face, identity_uuid: toHex(face.identity_uuid) }));
    return { ...answer(uuid, merged), kept, kept_faces: faces };
  }

  async chunks(uuid: string, rows: AsyncIterable<Row[]>, complete: boolean): Promise<IngestResponse> {
    return answer(uuid, await this.ingest(CHUNKS, uuid, rows, complete));
  }

  /** Rows come in outside of any transaction, as slowly as their sender likes; only merging them holds anything. */
  private ingest<Changed extends Changes>(
    kind: Kind<Changed>,
    uuid: string,
    rows: AsyncIterable<Row[]>,
    complete: boolean,
  ): Promise<Merged<Changed>> {
    return this.bulk.use(async (connection) => {
      if (!(await connection.manager.existsBy(File, { file_uuid: uuid }))) throw fileNotFound(uuid);
      const staged = await stageRows(connection, kind.stage(uuid), rows);
      return this.transactions.run(
        (manager) => mergeStaged(manager, kind, uuid, staged, complete),
        connection.manager,
      );
    });
  }
}

function answer(uuid: string, { changes, unchanged, refusals }: Merged<Changes>): IngestResponse {
  const { inserted, updated, deleted } = changes;
  const counts = { inserted, updated, unchanged, deleted, refused: refusals.count };
  return { success: true, file_uuid: uuid, message: inWords(counts), ...counts, refusals: refusals.first() };
}

/** `2 inserted, 1 refused`; what is 0 goes without saying. */
function inWords(counts: Record<string, number>): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  return said.map(([name, count]) => `${count} ${name}`).join(', ') || 'Nothing was sent';
}
