import { Injectable } from '@nestjs/common';
import { toHex, UUID_PATTERN } from '../../common/uuid.js';
import { ImageRestorer } from '../image-restorer.js';
import type { ImportOptions } from '../options.js';
import type { Report } from '../report.js';
import type { Rec } from './records.js';

/** Imports the profile images that an export carries, but those of identities that are newer here. */
@Injectable()
export class ArchivedImageImporter {
  constructor(private readonly images: ImageRestorer) {}

  async import(path: string, { line, value }: Rec, options: ImportOptions, report: Report): Promise<void> {
    const { identity_uuid, base64 } = value;
    const place = `line ${line}`;
    const isUuid = typeof identity_uuid === 'string' && UUID_PATTERN.test(identity_uuid);
    if (!isUuid || typeof base64 !== 'string') {
      return report.refuse(path, [{ place, detail: 'is no image' }]);
    }
    const uuid = toHex(identity_uuid);
    if (report.newerHere.has(uuid)) return;
    await this.images.restore(uuid, Buffer.from(base64, 'base64'), { path, place }, options, report);
  }
}
