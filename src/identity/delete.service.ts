import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toHex } from '../common/uuid.js';
import { Transactions } from '../database/transactions.js';
import type { DeleteResponse } from './dto/change.response.js';
import { DeletedIdentity } from '../catalogue/entities/deleted-identity.entity.js';
import { FaceDetection } from '../catalogue/entities/face-detection.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';
import { requireAsExpected } from '../change/preconditions.js';
import { getIdentity } from './find-identity.js';
import { IdentityFolders } from './folder/identity-folders.js';
import { recordDeletion } from './record-deletion.js';

/** The faces of somebody who is gone, as if nobody had ever said whose they are. */
const NOBODY = { identity_uuid: null, provenance: null, binding_confidence: null };

/** Deletes identities; their faces stay, unbound. */
@Injectable()
export class DeleteService {
  constructor(
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async delete(uuid: string): Promise<DeleteResponse> {
    const { identity_uuid, name, faces_unbound } = await this.transactions.run((manager) =>
      this.remove(manager, uuid),
    );
    await this.folders.settle(identity_uuid);
    const message = `Identity deleted: ${name}`;
    return { success: true, identity_uuid: toHex(identity_uuid), message, faces_unbound };
  }

  /** Aliases and summaries go with the row; the folder goes after the commit, as deleted_identity remembers. */
  private async remove(manager: EntityManager, uuid: string): Promise<Identity & { faces_unbound: number }> {
    const identity = await getIdentity(manager, uuid, 'pessimistic_write');
    const { identity_uuid, revision } = identity;
    requireAsExpected(revision);
    await recordDeletion(manager, identity_uuid);
    const { affected } = await manager.update(FaceDetection, { identity_uuid }, NOBODY);
    await manager.delete(Identity, { identity_uuid });
    await manager.upsert(DeletedIdentity, { identity_uuid }, ['identity_uuid']);
    return { ...identity, faces_unbound: affected ?? 0 };
  }
}
