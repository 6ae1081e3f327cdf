import { Injectable } from '@nestjs/common';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { profileName } from '../../identity/folder/names.js';
import { readJson } from '../../json/read-json.js';
import { IMAGE_TYPES } from '../../media/image-type.js';
import { MAX_IMAGE_MIB } from '../../media/image-check.js';
import { type Binding } from '../bindings/trace-bindings.importer.js';
import { ImageRestorer } from '../image-restorer.js';
import type { ImportOptions } from '../options.js';
import { readPieces } from '../read-pieces.js';
import type { Report } from '../report.js';
import type { Source } from '../sources.js';
import { UnreadFile, whyUnread } from '../unread.js';
import { IdentityBatches, type ReadIdentity, type TakenIdentity } from './identity-batches.js';

/** Imports `identity.json` files, with the profile images beside them. */
@Injectable()
export class IdentityFileImporter {
  constructor(
    private readonly batches: IdentityBatches,
    private readonly images: ImageRestorer,
  ) {}

  /** Returns what the files say is bound to their identities. */
  async import(sources: Source[], options: ImportOptions, report: Report): Promise<Binding[]> {
    const bindings: Binding[] = [];
    for await (const taken of this.batches.import(readAll(sources, options, report), options, report)) {
      if (taken.outcome === 'newer_here') continue;
      const { identity_uuid, incoming, path } = taken;
      for (const binding of incoming.file.file_bindings ?? [])
        bindings.push({ path, identity_uuid, ...binding });
      await this.takeImage(taken, options, report);
    }
    return bindings;
  }

  private async takeImage(
    { path, identity_uuid }: TakenIdentity,
    options: ImportOptions,
    report: Report,
  ): Promise<void> {
    for (const type of IMAGE_TYPES) {
      const image = { path: join(dirname(path), profileName(type)), place: '#' };
      const bytes = await readImage(image.path, report);
      if (bytes) return this.images.restore(identity_uuid, bytes, image, options, report);
    }
  }
}

/** The bytes of an image, if there is one. */
async function readImage(path: string, report: Report): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_IMAGE_MIB * 1024 * 1024) throw new UnreadFile(`is larger than ${MAX_IMAGE_MIB} MiB`);
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      report.unread.add(1, { path, why: whyUnread(error) });
    return undefined;
  }
}

async function* readAll(
  sources: Source[],
  options: ImportOptions,
  report: Report,
): AsyncGenerator<ReadIdentity> {
  for (const { path } of sources) {
    options.signal.throwIfAborted();
    try {
      yield { json: await readJson(readPieces(path, options)), path };
    } catch (error) {
      report.unread.add(1, { path, why: whyUnread(error) });
    }
  }
}
