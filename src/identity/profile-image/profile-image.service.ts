import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { identityNotFound, profileImageNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Environment } from '../../config/environment.js';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { lockNames, Transactions } from '../../database/transactions.js';
import { checkImage } from '../../media/image-check.js';
import type { ProfileImageResponse } from '../dto/change.response.js';
import { Identity, type ImageType } from '../entities/identity.entity.js';
import { getIdentity } from '../find-identity.js';
import { folderLock, IdentityFolders } from '../folder/identity-folders.js';
import { type CommittedImage, profileName } from '../folder/identity-folder.js';
import { NAMED_IDENTITY } from '../listings/of-identity.js';

/** Where an image can be read now. */
export interface ImageFile {
  folder: string;
  name: string;
  type: ImageType;
}

const IMAGE_OF: Statement = {
  name: 'image',
  text: `SELECT i.identity_uuid, i.image_type, i.image_sha256 FROM identity i WHERE ${NAMED_IDENTITY}`,
};

/** Keeps the profile images: the row says which one is current, the identity's folder holds its bytes. */
@Injectable()
export class ProfileImageService {
  constructor(
    private readonly environment: Environment,
    private readonly reader: Reader,
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async replace(uuid: string, bytes: Buffer): Promise<ProfileImageResponse> {
    const type = await checkImage(bytes);
    const identity_uuid = await this.commit(uuid, bytes, type);
    await this.folders.settle(identity_uuid);
    const hex = toHex(identity_uuid);
    const path = `${this.environment.OUTPUT_DIR}/identities/${hex}/${profileName(type)}`;
    return { success: true, identity_uuid: hex, path, message: `Profile image saved: ${profileName(type)}` };
  }

  /** The current image's file; an identity without one is a 404. */
  async find(uuid: string): Promise<ImageFile> {
    const [row] = await this.reader.rows<CommittedImage & { identity_uuid: string }>(IMAGE_OF, [uuid]);
    if (!row) throw identityNotFound(uuid);
    if (!row.image_type) throw profileImageNotFound(uuid);
    const folder = this.folders.of(row.identity_uuid);
    return { folder: folder.path, name: await folder.imageName(row), type: row.image_type };
  }

  /** The bytes are safe on disk before the row says so. The same image again changes nothing but heals its file. */
  private commit(uuid: string, bytes: Buffer, image_type: ImageType): Promise<string> {
    const image_sha256 = createHash('sha256').update(bytes).digest('hex');
    return this.transactions.run(async (manager) => {
      const { identity_uuid } = await getIdentity(manager, uuid);
      await lockNames(manager, folderLock(identity_uuid));
      const identity = await getIdentity(manager, identity_uuid, 'for_no_key_update');
      await this.folders.of(identity_uuid).stage(bytes, image_type, image_sha256);
      if (identity.image_sha256 !== image_sha256) {
        const image = { image_type, image_sha256, tmdb_profile: null, updated_at: () => 'now()' };
        await manager.update(Identity, { identity_uuid }, image);
      }
      return identity_uuid;
    });
  }
}
