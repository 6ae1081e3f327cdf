import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toHex } from '../common/uuid.js';
import { Environment } from '../config/environment.js';
import { FileWriter } from '../identity/folder/file-writer.js';
import { type CommittedImage, IdentityFolder } from '../identity/folder/identity-folder.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import { type IdentityState, statesAfter } from '../identity/folder/identity-state.js';
import { FILE_MODE } from '../storage/modes.js';
import { archiveLines } from './archive-lines.js';
import { LineCounts, type Totals } from './line-counts.js';
import { pageByPage } from './page-by-page.js';
import { readImage } from './read-image.js';
import type { Snapshot } from './snapshot.js';
import { Snapshots } from './snapshots.js';
import { makeWholeFolder } from './whole-folder.js';

/** Identities read at a time. */
const PAGE = 100;

/** What an export into a folder came to. */
export interface Exported extends Totals {
  /** Identities whose image should be on disk and isn't. */
  withoutImage: string[];
}

/** Writes the archive into a folder: its lines, and the folders of the identities as the service keeps them. */
@Injectable()
export class FolderExport {
  constructor(
    private readonly environment: Environment,
    private readonly snapshots: Snapshots,
    private readonly folders: IdentityFolders,
    private readonly writer: FileWriter,
  ) {}

  export(path: string, signal: AbortSignal): Promise<Exported> {
    return makeWholeFolder(path, (draft) =>
      this.snapshots.use(signal, async (snapshot) => {
        const counts = new LineCounts();
        const file = createWriteStream(join(draft, 'archive.ndjson'), { flush: true, mode: FILE_MODE });
        await pipeline(archiveLines(snapshot, counts), file, { signal });
        return { ...counts.totals, ...(await this.copyFolders(snapshot, draft, signal)) };
      }),
    );
  }

  /** The folders as the snapshot has them, made anew as the service makes them. */
  private async copyFolders(
    snapshot: Snapshot,
    draft: string,
    signal: AbortSignal,
  ): Promise<Pick<Exported, 'images' | 'withoutImage'>> {
    const withoutImage: string[] = [];
    let images = 0;
    for await (const state of this.states(snapshot)) {
      signal.throwIfAborted();
      const { identity_uuid } = state;
      const copy = new IdentityFolder(draft, identity_uuid);
      if (hasImage(state)) {
        const bytes = await readImage(this.folders.of(identity_uuid), state);
        if (bytes)
          await this.writer.write([copy.stagedImage(bytes, state.image_type, state.image_sha256)], {
            flush: true,
          });
        if (bytes) images++;
        else withoutImage.push(toHex(identity_uuid));
      }
      await this.writer.write([await copy.prepare(state)]);
    }
    return { images, withoutImage };
  }

  private states(snapshot: Snapshot): AsyncGenerator<IdentityState> {
    const { OUTPUT_DIR } = this.environment;
    return pageByPage(PAGE, (last) =>
      snapshot.rows(statesAfter.text, [OUTPUT_DIR, last?.identity_uuid ?? null, PAGE]),
    );
  }
}

const hasImage = (state: IdentityState): state is IdentityState & CommittedImage => state.image_type !== null;
