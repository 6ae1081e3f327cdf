import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Problem } from '../common/errors/problem.js';
import { identityNotFound } from '../common/errors/problems.js';
import { Reader } from '../database/reader.js';
import { ProfileImageService } from '../identity/profile-image/profile-image.service.js';
import { checkImage } from '../media/image-check.js';
import type { ImportOptions } from './options.js';
import { IMPORT } from './origin.js';
import type { Report } from './report.js';

/** Puts back the profile images of identities. */
@Injectable()
export class ImageRestorer {
  constructor(
    private readonly images: ProfileImageService,
    private readonly reader: Reader,
  ) {}

  /** `place`: where in the file the image is, for a report of what is wrong with it. */
  async restore(
    uuid: string,
    bytes: Buffer,
    { path, place }: { path: string; place: string },
    { dryRun }: ImportOptions,
    report: Report,
  ): Promise<void> {
    try {
      const isNew = dryRun
        ? await this.isNew(uuid, bytes, report)
        : await this.images.restore(uuid, bytes, IMPORT);
      report.images += Number(isNew);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      report.refuse(path, [{ place, detail: error.detail }]);
    }
  }

  /** Whether it would be another one than before. */
  private async isNew(uuid: string, bytes: Buffer, { newcomers }: Report): Promise<boolean> {
    await checkImage(bytes);
    if (newcomers.has(uuid)) return true;
    const [row] = await this.reader.rows<{ image_sha256: string | null }>(IMAGE, [uuid]);
    if (!row) throw identityNotFound(uuid);
    return row.image_sha256 !== createHash('sha256').update(bytes).digest('hex');
  }
}

const IMAGE = {
  name: 'image_sha256',
  text: 'SELECT image_sha256 FROM identity WHERE identity_uuid = $1',
};
