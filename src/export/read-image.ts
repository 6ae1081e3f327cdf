import { createHash } from 'node:crypto';
import type { CommittedImage, IdentityFolder } from '../identity/folder/identity-folder.js';

/** Tries of reading an image that takes its name just then. */
const TRIES = 3;

/** The bytes of the very image that an identity had; undefined where it is missing, damaged or replaced since. */
export async function readImage(folder: IdentityFolder, image: CommittedImage): Promise<Buffer | undefined> {
  for (let left = TRIES; left > 0; left--) {
    const bytes = await folder.readImage(image).catch(() => undefined);
    if (bytes && sha256(bytes) === image.image_sha256) return bytes;
  }
  return undefined;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
