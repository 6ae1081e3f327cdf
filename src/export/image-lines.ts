import { Injectable, Logger } from '@nestjs/common';
import { toHex } from '../common/uuid.js';
import type { CommittedImage } from '../identity/folder/identity-folder.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import { lineOf } from './line-of.js';
import { pageByPage } from './page-by-page.js';
import { readImage } from './read-image.js';
import type { Snapshot } from './snapshot.js';

/** Identities read at a time. */
const PAGE = 500;

type ImageRow = CommittedImage & { identity_uuid: string };

const IMAGES = `
  SELECT identity_uuid, image_type, image_sha256
  FROM identity
  WHERE image_type IS NOT NULL AND ($1::uuid IS NULL OR identity_uuid > $1)
  ORDER BY identity_uuid
  LIMIT $2`;

/** The profile images as lines of the archive. */
@Injectable()
export class ImageLines {
  private readonly logger = new Logger(ImageLines.name);

  constructor(private readonly folders: IdentityFolders) {}

  /** What the disk doesn't have (any more) is left out: an archive has no image but the one its identity names. */
  async *of(snapshot: Snapshot): AsyncGenerator<Buffer> {
    const rows = pageByPage<ImageRow>(PAGE, (last) =>
      snapshot.rows(IMAGES, [last?.identity_uuid ?? null, PAGE]),
    );
    for await (const { identity_uuid: uuid, ...image } of rows) {
      const identity_uuid = toHex(uuid);
      const bytes = await readImage(this.folders.of(uuid), image);
      const base64 = bytes?.toString('base64');
      if (base64) yield lineOf({ type: 'image', identity_uuid, image_type: image.image_type, base64 });
      else this.logger.warn(`Identity ${identity_uuid}: its profile image is not on disk, and not exported.`);
    }
  }
}
