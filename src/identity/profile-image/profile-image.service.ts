import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { identityNotFound, profileImageNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Environment } from '../../config/environment.js';
import { identityLock, type Lock, nameLock } from '../../database/lock.js';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { lockNames } from '../../database/transactions.js';
import { checkImage } from '../../media/image-check.js';
import type { ProfileImageResponse } from '../dto/change.response.js';
import type { ImageType } from '../../media/image-type.js';
import { Identity } from '../../catalogue/entities/identity.entity.js';
import type { ChangeRequest } from '../../change/change-request.js';
import type { Origin } from '../../change/origin.js';
import { requireAsExpected } from '../../change/preconditions.js';
import { recordChange } from '../../change/record-changes.js';
import { answered, answeredBefore } from '../../idempotency/answered.js';
import { getIdentity } from '../find-identity.js';
import { update } from '../identity-change.js';
import { folderLock, IdentityFolders, type StageImage } from '../folder/identity-folders.js';
import type { CommittedImage } from '../folder/identity-folder.js';
import { profileName } from '../folder/names.js';
import type { OpenFile } from '../../storage/open-file.js';
import { isNamed } from '../listings/of-identity.js';

/** Who opens it closes it. */
export interface OpenImage extends OpenFile {
  type: ImageType;
}

/** An image that is to be an identity's. */
interface GivenImage {
  uuid: string;
  bytes: Buffer;
  type: ImageType;
}

/** What an upload of an image came to. */
interface Committed {
  identity_uuid: string;
  revision: string;
  /** It is another one than before. */
  changed: boolean;
}

/** Tries of opening an image that is being replaced by one with another extension. */
const TRIES = 3;

const IMAGE_OF: Statement = {
  name: 'image',
  text: `SELECT i.identity_uuid, i.image_type, i.image_sha256 FROM identity i WHERE ${isNamed('$1')}`,
};

/** Keeps the profile images: the row says which one is current, the identity's folder holds its bytes. */
@Injectable()
export class ProfileImageService {
  constructor(
    private readonly environment: Environment,
    private readonly reader: Reader,
    private readonly folders: IdentityFolders,
  ) {}

  async replace(uuid: string, bytes: Buffer, change: ChangeRequest): Promise<ProfileImageResponse> {
    const before = answeredBefore<ProfileImageResponse>(change);
    if (before) return before;
    const type = await checkImage(bytes);
    const useCase = async (manager: EntityManager, stage: StageImage): Promise<ProfileImageResponse> => {
      const replaced = await this.commit(manager, stage, change.origin, { uuid, bytes, type }, change);
      const saved = this.answerOf(replaced.identity_uuid, type);
      return answered(manager, change, saved, replaced.revision);
    };
    return this.folders.transact(useCase, { locks: locksOf(uuid), aside: change.aside });
  }

  /**
   * Puts an image back as an import does: the identity was changed when its file says. Returns whether it is
   * another one than before.
   */
  async restore(uuid: string, bytes: Buffer, origin: Origin): Promise<boolean> {
    const type = await checkImage(bytes);
    const { changed } = await this.folders.transact(
      (manager, stage) => this.commit(manager, stage, origin, { uuid, bytes, type }),
      { locks: locksOf(uuid) },
    );
    return changed;
  }

  /**
   * Opens the current image; none is a 404. Between the finding and the opening the image may be replaced:
   * then it is found anew.
   */
  async open(uuid: string): Promise<OpenImage> {
    for (let left = TRIES; left > 0; left--) {
      const [row] = await this.reader.rows<CommittedImage & { identity_uuid: string }>(IMAGE_OF, [uuid]);
      if (!row) throw identityNotFound(uuid);
      if (!row.image_type) break;
      const opened = await this.folders.of(row.identity_uuid).openImage(row);
      if (opened) return { ...opened, type: row.image_type };
    }
    throw profileImageNotFound(uuid);
  }

  /**
   * The bytes are safe on disk before the row says so. The same image again changes nothing but heals its file.
   * `change`: where a request replaces it, and by that changes the identity now.
   */
  private async commit(
    manager: EntityManager,
    stage: StageImage,
    origin: Origin,
    { uuid, bytes, type }: GivenImage,
    change?: ChangeRequest,
  ): Promise<Committed> {
    const image_sha256 = createHash('sha256').update(bytes).digest('hex');
    const { identity_uuid } = await getIdentity(manager, uuid);
    await lockNames(manager, folderLock(identity_uuid));
    const before = await getIdentity(manager, identity_uuid, 'for_no_key_update');
    if (change) requireAsExpected(change, before.revision);
    await stage(identity_uuid, bytes, type, image_sha256);
    if (before.image_sha256 === image_sha256) return { ...before, changed: false };
    const image = { image_type: type, image_sha256, tmdb_profile: null };
    const time = change ? { updated_at: () => 'now()' } : {};
    await manager.update(Identity, { identity_uuid }, { ...image, ...time });
    await recordChange(manager, origin, {
      ...update(before, imageOf(before), image),
      kind: 'profile_image_replaced',
    });
    const { revision } = await getIdentity(manager, identity_uuid);
    return { identity_uuid, revision, changed: true };
  }

  private answerOf(identityUuid: string, type: ImageType): ProfileImageResponse {
    const identity_uuid = toHex(identityUuid);
    const path = `${this.environment.OUTPUT_DIR}/identities/${identity_uuid}/${profileName(type)}`;
    return { success: true, identity_uuid, path, message: `Profile image saved: ${profileName(type)}` };
  }
}

const locksOf = (uuid: string): Lock[] => [nameLock(folderLock(uuid)), identityLock(uuid)];

/** An identity's image, as a change tells of it. */
const imageOf = ({ image_type, image_sha256, tmdb_profile }: Identity): Record<string, unknown> => ({
  image_type,
  image_sha256,
  tmdb_profile,
});
