import type { Dirent, Stats } from 'node:fs';
import { type FileHandle, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '../../common/uuid.js';
import type { ImageType } from '../../media/image-type.js';
import { notAFolder } from '../../storage/folders.js';
import { kindOf, lookAt } from '../../storage/look.js';
import { FILE_MODE, FOLDER_MODE, permissionsOf, setPermissions } from '../../storage/modes.js';
import { openFile, readAndClose } from '../../storage/open-file.js';
import type { FileContent } from './file-writer.js';
import type { IdentityState } from './identity-state.js';
import { IDENTITY_FILE, isLeftOver, profileName, stagedName } from './names.js';

/** Something of ours in the folder, and the permissions that it should have. */
interface Kept {
  /** Absent: the folder itself. */
  name?: string;
  permissions: number;
}

/**
 * One identity's folder on disk: `identity.json` and `profile.{jpg|png}`. The database decides what belongs
 * in it; an image is staged under its hash before the commit and takes its name after it. A crash at any
 * point leaves a folder that `prepare` brings in line, and the writing of the identity file.
 *
 * No symbolic link is followed here, the folder itself included: one that has a name of ours is replaced or removed
 * like a file, and reading finds nothing behind it.
 */
export class IdentityFolder {
  readonly path: string;

  constructor(outputDir: string, identityUuid: string) {
    this.path = join(outputDir, 'identities', toHex(identityUuid));
  }

  /** An image, to be written before the row says that it is there. */
  stagedImage(bytes: Buffer, type: ImageType, sha256: string): FileContent {
    return { path: this.at(stagedName(type, sha256)), content: bytes };
  }

  identityFile({ file }: IdentityState): FileContent {
    return { path: this.at(IDENTITY_FILE), content: file };
  }

  /** Opens the committed image: until it is settled, the staged file. Undefined if it isn't there. */
  async openImage({ image_type, image_sha256 }: CommittedImage): Promise<FileHandle | undefined> {
    if (!(await lookAt(this.path))?.isDirectory()) return undefined;
    const staged = await openFile(this.at(stagedName(image_type, image_sha256)));
    return staged ?? openFile(this.at(profileName(image_type)));
  }

  /** The bytes of the committed image; undefined if it isn't there. */
  async readImage(image: CommittedImage): Promise<Buffer | undefined> {
    return readAndClose(await this.openImage(image));
  }

  /** Why there is no image to open, in words. */
  async whyNoImage({ image_type }: CommittedImage): Promise<string> {
    const folder = await lookAt(this.path);
    if (folder && !folder.isDirectory()) return `its folder is ${kindOf(folder)}`;
    const name = profileName(image_type);
    const found = await lookAt(this.at(name));
    return `${name} is ${found ? kindOf(found) : 'missing'}`;
  }

  /** What keeps the folder from holding what it should, in words. */
  async faults(state: IdentityState): Promise<string[]> {
    const folder = await lookAt(this.path);
    if (!folder) return [`${IDENTITY_FILE} is missing`];
    if (!folder.isDirectory()) return [`its folder is ${kindOf(folder)}`];
    try {
      const entries = await readdir(this.path, { withFileTypes: true });
      const leftOver = entries.filter((entry) => isLeftOver(entry, state));
      const strays = leftOver.map(({ name }) => `${name} is left over`);
      return [...(await this.faultsOfFile(state, entries)), ...strays];
    } catch (error) {
      return [`its folder can't be read: ${(error as NodeJS.ErrnoException).code}`];
    }
  }

  /** Which of ours have other permissions than they should, in words. */
  async wrongModes(state: IdentityState): Promise<string[]> {
    const wrong: string[] = [];
    await this.eachKept(state, ({ name, permissions }, found) => {
      const has = permissionsOf(found);
      if (has === permissions) return;
      wrong.push(`${name ?? 'its folder'} has the mode ${has.toString(8)}, not ${permissions.toString(8)}`);
    });
    return wrong;
  }

  /** Gives them the permissions that they should have. Others may replace the files at the same time. */
  async setModes(state: IdentityState): Promise<void> {
    await this.eachKept(state, ({ name, permissions }, found) => {
      setPermissions(name === undefined ? this.path : this.at(name), found, permissions);
    });
  }

  /**
   * Brings it in line but for the identity file, which it returns, to be written. Asked under the folder's lock: nobody
   * else is writing. Throws ENOTDIR where something else has the folder's place.
   */
  async prepare(state: IdentityState): Promise<FileContent> {
    const folder = await lookAt(this.path);
    if (folder && !folder.isDirectory()) throw notAFolder(this.path, kindOf(folder));
    if (folder) await this.settleImage(state);
    await this.setModes(state);
    return this.identityFile(state);
  }

  /** A symbolic link is removed, and what it leads to stays. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  /** Removes what was staged for an identity that was never committed, and the folder if nothing else is in it. */
  async abandon(): Promise<void> {
    if (!(await lookAt(this.path))?.isDirectory()) return;
    await this.settleImage({ image_type: null, image_sha256: null });
    await rmdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY') throw error;
    });
  }

  /** Gives the committed image its name and removes those that it replaced. Images that aren't ours stay. */
  private async settleImage(state: Pick<IdentityState, 'image_type' | 'image_sha256'>): Promise<void> {
    const { image_type, image_sha256 } = state;
    const committed = image_type && image_sha256 ? stagedName(image_type, image_sha256) : undefined;
    for (const entry of await readdir(this.path, { withFileTypes: true })) {
      const path = this.at(entry.name);
      if (entry.name === committed && entry.isFile()) await rename(path, this.at(profileName(image_type!)));
      else if (isLeftOver(entry, state)) await rm(path);
    }
  }

  private async faultsOfFile({ file }: IdentityState, entries: Dirent[]): Promise<string[]> {
    const entry = entries.find(({ name }) => name === IDENTITY_FILE);
    if (!entry) return [`${IDENTITY_FILE} is missing`];
    if (!entry.isFile()) return [`${IDENTITY_FILE} is ${kindOf(entry)}`];
    const content = await openFile(this.at(IDENTITY_FILE))
      .then(readAndClose)
      .catch(() => undefined);
    return content?.toString() === file ? [] : [`${IDENTITY_FILE} is stale`];
  }

  /** What there is of ours, but for what isn't a file or a folder as it should be. */
  private async eachKept(
    { image_type }: IdentityState,
    visit: (kept: Kept, found: Stats) => void,
  ): Promise<void> {
    const folder = await lookAt(this.path);
    if (!folder?.isDirectory()) return;
    visit({ permissions: FOLDER_MODE }, folder);
    for (const name of image_type ? [IDENTITY_FILE, profileName(image_type)] : [IDENTITY_FILE]) {
      const found = await lookAt(this.at(name));
      if (found?.isFile()) visit({ name, permissions: FILE_MODE }, found);
    }
  }

  private at(name: string): string {
    return join(this.path, name);
  }
}

/** The image of an identity that has one. */
export interface CommittedImage {
  image_type: ImageType;
  image_sha256: string;
}
