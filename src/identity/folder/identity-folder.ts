import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { toHex } from '../../common/uuid.js';
import { IMAGE_TYPES, type ImageType } from '../../media/image-type.js';
import type { FileText } from './file-writer.js';
import type { IdentityState } from './identity-state.js';

/** An image whose bytes are on disk and whose row may not be committed yet. */
const stagedName = (type: ImageType, sha256: string): string => `.profile.${sha256}.${type}`;
const STAGED = /^\.profile\.[0-9a-f]{64}\.(jpg|png)$/;

/** What a writing that was killed leaves: the file beside the one to be. */
const UNFINISHED = /^(identity\.json|\.profile\.[0-9a-f]{64}\.(jpg|png))\.\d+$/;

export const profileName = (type: ImageType): string => `profile.${type}`;

/**
 * One identity's folder on disk: `identity.json` and `profile.{jpg|png}`. The database decides what belongs
 * in it; an image is staged under its hash before the commit and takes its name after it. A crash at any
 * point leaves a folder that `prepare` brings in line, and the writing of the identity file.
 */
export class IdentityFolder {
  readonly path: string;

  constructor(outputDir: string, identityUuid: string) {
    this.path = join(outputDir, 'identities', toHex(identityUuid));
  }

  async stage(bytes: Buffer, type: ImageType, sha256: string): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeFileAtomic(join(this.path, stagedName(type, sha256)), bytes);
  }

  /** The file that holds the committed image now: until it is settled, the staged one. */
  async imageName({ image_type, image_sha256 }: CommittedImage): Promise<string> {
    const staged = stagedName(image_type, image_sha256);
    return (await this.names())?.includes(staged) ? staged : profileName(image_type);
  }

  /** Whether the folder holds what it should. */
  async isSettled(state: IdentityState): Promise<boolean> {
    return (await this.faults(state)).length === 0;
  }

  /** What keeps it from that, in words. */
  async faults(state: IdentityState): Promise<string[]> {
    const names = (await this.names()) ?? [];
    const strays = names.filter((name) => isStray(name, state)).map((name) => `${name} is left over`);
    if (await this.holdsFile(state)) return strays;
    return [`identity.json is ${names.includes('identity.json') ? 'stale' : 'missing'}`, ...strays];
  }

  /**
   * Brings it in line but for the identity file, which it returns, to be written. Asked under the folder's lock: nobody
   * else is writing.
   */
  async prepare(state: IdentityState): Promise<FileText> {
    await this.settleImage(state, (await this.names()) ?? []);
    return this.identityFile(state);
  }

  identityFile({ file }: IdentityState): FileText {
    return { path: this.fileName(), text: file };
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  /** Gives the committed image its name and removes those that it replaced. Images that aren't ours stay. */
  private async settleImage(state: IdentityState, names: string[]): Promise<void> {
    const { image_type, image_sha256 } = state;
    const committed = image_type && image_sha256 ? stagedName(image_type, image_sha256) : undefined;
    for (const name of names) {
      const path = join(this.path, name);
      if (name === committed) await rename(path, join(this.path, profileName(image_type!)));
      else if (isStray(name, state)) await rm(path);
    }
  }

  private async holdsFile({ file }: IdentityState): Promise<boolean> {
    const text = await readFile(this.fileName(), 'utf8').catch(() => undefined);
    return text === file;
  }

  private fileName(): string {
    return join(this.path, 'identity.json');
  }

  /** Undefined: there is no such folder. */
  private async names(): Promise<string[] | undefined> {
    return readdir(this.path).catch(() => undefined);
  }
}

/** The image of an identity that has one. */
export interface CommittedImage {
  image_type: ImageType;
  image_sha256: string;
}

/** Files of ours that belong to no committed state. Asked under the folder's lock: nobody else is writing. */
const isStray = (name: string, state: IdentityState): boolean =>
  STAGED.test(name) || UNFINISHED.test(name) || isSuperseded(name, state);

const isSuperseded = (name: string, { image_type }: IdentityState): boolean =>
  image_type !== null && IMAGE_TYPES.some((type) => type !== image_type && name === profileName(type));
