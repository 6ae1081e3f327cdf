import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toHex } from '../common/uuid.js';
import { BulkConnections } from '../database/bulk-connections.js';
import { identityLock } from '../database/lock.js';
import { Reader } from '../database/reader.js';
import { Transactions } from '../database/transactions.js';
import type { DeleteResponse } from './dto/change.response.js';
import { DeletedIdentity } from '../catalogue/entities/deleted-identity.entity.js';
import { FaceDetection } from '../catalogue/entities/face-detection.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';
import type { ChangeRequest } from '../change/change-request.js';
import { requireAsExpected } from '../change/preconditions.js';
import { getIdentity } from './find-identity.js';
import { IdentityFolders } from './folder/identity-folders.js';
import { isNamed } from './listings/of-identity.js';
import { recordDeletion } from './record-deletion.js';

/** The faces of somebody who is gone, as if nobody had ever said whose they are. */
const NOBODY = { identity_uuid: null, provenance: null, binding_confidence: null };

/** Detections that are unbound in the time that a statement of a request has; who has more is bulk work. */
const MANY = 10_000;

/** Deletes identities; their faces stay, unbound. */
@Injectable()
export class DeleteService {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: Reader,
    private readonly bulk: BulkConnections,
    private readonly folders: IdentityFolders,
  ) {}

  async delete(uuid: string, change: ChangeRequest): Promise<DeleteResponse> {
    const { identity_uuid, name, faces_unbound } = await this.transact(uuid, (manager) =>
      this.remove(manager, change, uuid),
    );
    await this.folders.settle(identity_uuid);
    const message = `Identity deleted: ${name}`;
    return { success: true, identity_uuid: toHex(identity_uuid), message, faces_unbound };
  }

  private async transact<Result>(
    uuid: string,
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    const [owner] = await this.reader.rows<{ face_count: number }>(FACE_COUNT, [uuid]);
    const locks = [identityLock(uuid)];
    if (!owner || owner.face_count <= MANY) return this.transactions.run(work, { locks });
    return this.bulk.use((connection) => this.transactions.run(work, { locks, on: connection }));
  }

  /** Aliases and summaries go with the row; the folder goes after the commit, as deleted_identity remembers. */
  private async remove(
    manager: EntityManager,
    change: ChangeRequest,
    uuid: string,
  ): Promise<Identity & { faces_unbound: number }> {
    const identity = await getIdentity(manager, uuid, 'pessimistic_write');
    const { identity_uuid, revision } = identity;
    requireAsExpected(change, revision);
    await recordDeletion(manager, change.origin, identity_uuid);
    const { affected } = await manager.update(FaceDetection, { identity_uuid }, NOBODY);
    await manager.delete(Identity, { identity_uuid });
    await manager.upsert(DeletedIdentity, { identity_uuid }, ['identity_uuid']);
    return { ...identity, faces_unbound: affected ?? 0 };
  }
}

const FACE_COUNT = {
  name: 'face_count',
  text: `SELECT i.face_count FROM identity i WHERE ${isNamed('$1')}`,
};
