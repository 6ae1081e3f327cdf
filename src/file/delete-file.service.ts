import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { countAppearances } from '../catalogue/appearance-summary.js';
import { Appearance } from '../catalogue/entities/appearance.entity.js';
import { Chunk } from '../catalogue/entities/chunk.entity.js';
import { FaceDetection } from '../catalogue/entities/face-detection.entity.js';
import { FaceEmbedding } from '../catalogue/entities/face-embedding.entity.js';
import { File } from '../catalogue/entities/file.entity.js';
import type { Identity } from '../catalogue/entities/identity.entity.js';
import { Trace } from '../catalogue/entities/trace.entity.js';
import type { NewChange } from '../change/change.js';
import { formerBindings } from '../change/former-bindings.js';
import type { Origin } from '../change/origin.js';
import { recordChange } from '../change/record-changes.js';
import { fileNotFound } from '../common/errors/problems.js';
import { BulkConnections } from '../database/bulk-connections.js';
import { fileLock } from '../database/lock.js';
import { Transactions } from '../database/transactions.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import type { DeleteFileResponse } from './dto/file.response.js';

/** What went with a file. */
interface Removal {
  name: string;
  /** Who appeared in it. */
  people: string[];
  faces_deleted: number;
  chunks_deleted: number;
}

/** Deletes files, with all that was found in them. */
@Injectable()
export class DeleteFileService {
  constructor(
    private readonly connections: BulkConnections,
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async delete(uuid: string, origin: Origin): Promise<DeleteFileResponse> {
    const locks = [fileLock(uuid)];
    const { name, people, ...deleted } = await this.connections.useFor(uuid, (connection) =>
      this.transactions.run((held) => this.remove(held, origin, uuid), { locks, on: connection }),
    );
    this.folders.changed(...people);
    const message = `File deleted: ${name}`;
    return { success: true, file_uuid: uuid, message, ...deleted, identities_affected: people.length };
  }

  /** What is nobody's goes first, so that nobody is held longer than need be. */
  private async remove(manager: EntityManager, origin: Origin, file_uuid: string): Promise<Removal> {
    const { name, sort_key: _sort_key, ...others } = await this.hold(manager, file_uuid);
    await manager.delete(FaceEmbedding, { file_uuid });
    const chunks = await manager.delete(Chunk, { file_uuid });
    const people = await this.holdPeople(manager, file_uuid);
    const [{ bindings }] = await manager.query<[Pick<NewChange, 'bindings'>]>(BINDINGS, [file_uuid]);
    const change = { identity_uuids: people, file_uuid, before: { name, ...others }, bindings };
    await recordChange(manager, origin, { kind: 'file_deleted', ...change });
    const faces = await manager.delete(FaceDetection, { file_uuid });
    await manager.delete(Appearance, { file_uuid });
    await countAppearances(manager, people);
    await manager.delete(Trace, { file_uuid });
    await manager.delete(File, { file_uuid });
    return { name, people, faces_deleted: faces.affected ?? 0, chunks_deleted: chunks.affected ?? 0 };
  }

  /** Nothing can be bound in the file, or be added to it, any more. */
  private async hold(manager: EntityManager, file_uuid: string): Promise<File> {
    const file = await manager.findOne(File, { where: { file_uuid }, lock: { mode: 'pessimistic_write' } });
    if (!file) throw fileNotFound(file_uuid);
    return file;
  }

  /**
   * Who appears in the file. They are locked behind it and in the order of their uuids, as a bind locks them; as are
   * those who are rejected in it, since the deletion of either deletes the rejections.
   */
  private async holdPeople(manager: EntityManager, file_uuid: string): Promise<string[]> {
    const people = await manager.query<Person[]>(HOLD_PEOPLE, [file_uuid]);
    return people.filter(({ appears }) => appears).map(({ identity_uuid }) => identity_uuid);
  }
}

type Person = Pick<Identity, 'identity_uuid'> & { appears: boolean };

const HOLD_PEOPLE = `
  SELECT i.identity_uuid,
    EXISTS (SELECT FROM appearance a WHERE a.file_uuid = $1 AND a.identity_uuid = i.identity_uuid) AS appears
  FROM identity i
  WHERE i.identity_uuid IN (
    SELECT identity_uuid FROM appearance WHERE file_uuid = $1
    UNION SELECT identity_uuid FROM rejection WHERE file_uuid = $1
  )
  ORDER BY i.identity_uuid
  FOR NO KEY UPDATE OF i`;

const BINDINGS = `
  SELECT ${formerBindings(`
    SELECT file_uuid, face_id, frame_number, identity_uuid, provenance, binding_confidence
    FROM face_detection
    WHERE file_uuid = $1 AND identity_uuid IS NOT NULL`)} AS bindings`;
