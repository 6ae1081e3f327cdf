import type { Dirent, Stats } from 'node:fs';
import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '../../common/uuid.js';
import type { ImageType } from '../../media/image-type.js';
import { notAFolder } from '../../storage/folders.js';
import { kindOf, lookAt } from '../../storage/look.js';
import { FILE_MODE, FOLDER_MODE, permissionsOf, setPermissions } from '../../storage/modes.js';
import { holds, type OpenFile, openFile } from '../../storage/open-file.js';
import type { FileContent } from './file-writer.js';
import type { IdentityState } from './identity-state.js';
import { IDENTITY_FILE, isLeftOver, profileName, stagedName } from './names.js';

/** Something of ours that has other permissions than it should. */
interface WrongMode {
  /** Undefined: the folder itself. */
  name?: string;
  found: Stats;
  permissions: number;
}

/** What a look at a folder found. */
interface Look {
  /** What keeps it from holding what it should, in words. */
  faults: string[];
  wrongModes: WrongMode[];
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
  async openImage({ image_type, image_sha256 }: CommittedImage): Promise<OpenFile | undefined> {
    if (!(await lookAt(this.path))?.isDirectory()) return undefined;
    const staged = await openFile(this.at(stagedName(image_type, image_sha256)));
    return staged ?? openFile(this.at(profileName(image_type)));
  }

  /** The bytes of the committed image; undefined if it isn't there. */
  async readImage(image: CommittedImage): Promise<Buffer | undefined> {
    const opened = await this.openImage(image);
    try {
      return await opened?.file.readFile();
    } finally {
      await opened?.file.close();
    }
  }

  /** Why there is no image to open, in words. */
  async whyNoImage({ image_type }: CommittedImage): Promise<string> {
    const folder = await lookAt(this.path);
    if (folder && !folder.isDirectory()) return `its folder is ${kindOf(folder)}`;
    const name = profileName(image_type);
    const found = await lookAt(this.at(name));
    return `${name} is ${found ? kindOf(found) : 'missing'}`;
  }

  async look(state: IdentityState): Promise<Look> {
    const folder = await lookAt(this.path);
    if (!folder) return { faults: [`${IDENTITY_FILE} is missing`], wrongModes: [] };
    if (!folder.isDirectory()) return { faults: [`its folder is ${kindOf(folder)}`], wrongModes: [] };
    try {
      const entries = await readdir(this.path, { withFileTypes: true });
      const { fault, found } = await this.lookAtFile(state, entries);
      const leftOver = entries.filter((entry) => isLeftOver(entry, state));
      const strays = leftOver.map(({ name }) => `${name} is left over`);
      const files = [{ name: IDENTITY_FILE, found }, ...(await this.lookAtImage(state, entries))];
      return { faults: fault ? [fault, ...strays] : strays, wrongModes: wrongModesOf(folder, files) };
    } catch (error) {
      const fault = `its folder can't be read: ${(error as NodeJS.ErrnoException).code}`;
      return { faults: [fault], wrongModes: [] };
    }
  }

  /** Others may replace the files at the same time. */
  setModes(wrong: WrongMode[]): void {
    for (const { name, found, permissions } of wrong) setPermissions(this.at(name ?? ''), found, permissions);
  }

  /**
   * Brings it in line but for the identity file, which it returns, to be written. Asked under the folder's lock: nobody
   * else is writing. Throws ENOTDIR where something else has the folder's place.
   */
  async prepare(state: IdentityState): Promise<FileContent> {
    const folder = await lookAt(this.path);
    if (folder && !folder.isDirectory()) throw notAFolder(this.path, kindOf(folder));
    if (folder) {
      const entries = await this.settleImage(state);
      this.setModes(wrongModesOf(folder, await this.lookAtImage(state, entries)));
    }
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
  private async settleImage({ image_type, image_sha256 }: ImageState): Promise<Dirent[]> {
    const committed = image_type && image_sha256 ? stagedName(image_type, image_sha256) : undefined;
    const entries = await readdir(this.path, { withFileTypes: true });
    for (const entry of entries) {
      const path = this.at(entry.name);
      if (entry.name === committed && entry.isFile()) await rename(path, this.at(profileName(image_type!)));
      else if (isLeftOver(entry, { image_type })) await rm(path);
    }
    return entries;
  }

  private async lookAtFile(
    { file }: IdentityState,
    entries: Dirent[],
  ): Promise<{ fault?: string; found?: Stats }> {
    const entry = entries.find(({ name }) => name === IDENTITY_FILE);
    if (!entry) return { fault: `${IDENTITY_FILE} is missing` };
    if (!entry.isFile()) return { fault: `${IDENTITY_FILE} is ${kindOf(entry)}` };
    const opened = await openFile(this.at(IDENTITY_FILE)).catch(() => undefined);
    if (!opened) return { fault: `${IDENTITY_FILE} can't be read` };
    const isCurrent = await holds(opened, file).finally(() => opened.file.close());
    return { fault: isCurrent ? undefined : `${IDENTITY_FILE} is stale`, found: opened.found };
  }

  /** The committed image under its name, if it is there. */
  private async lookAtImage(
    { image_type }: IdentityState,
    entries: Dirent[],
  ): Promise<{ name: string; found?: Stats }[]> {
    const entry = entries.find(({ name }) => image_type && name === profileName(image_type));
    return entry?.isFile() ? [{ name: entry.name, found: await lookAt(this.at(entry.name)) }] : [];
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

type ImageState = Pick<IdentityState, 'image_type' | 'image_sha256'>;

function wrongModesOf(folder: Stats, files: { name: string; found?: Stats }[]): WrongMode[] {
  const kept = [
    { found: folder, permissions: FOLDER_MODE },
    ...files.map(({ name, found }) => ({ name, found, permissions: FILE_MODE })),
  ];
  return kept.filter(
    (one): one is WrongMode => one.found !== undefined && permissionsOf(one.found) !== one.permissions,
  );
}

/** A wrong mode, in words. */
export function describeMode({ name, found, permissions }: WrongMode): string {
  const has = permissionsOf(found).toString(8);
  return `${name ?? 'its folder'} has the mode ${has}, not ${permissions.toString(8)}`;
}
