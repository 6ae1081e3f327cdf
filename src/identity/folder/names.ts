import type { Dirent } from 'node:fs';
import { IMAGE_TYPES, type ImageType } from '../../media/image-type.js';
import { nameOfDraft } from '../../storage/write-whole.js';
import type { IdentityState } from './identity-state.js';

export const IDENTITY_FILE = 'identity.json';

export const profileName = (type: ImageType): string => `profile.${type}`;

/** An image whose bytes are on disk and whose row may not be committed yet. */
export const stagedName = (type: ImageType, sha256: string): string => `.profile.${sha256}.${type}`;
const STAGED = /^\.profile\.[0-9a-f]{64}\.(jpg|png)$/;

/** The draft of a file, as releases up to 1.0 called it. */
const FORMER_DRAFT = /\.\d+$/;

/**
 * Whether it is a file of ours that belongs to no committed state. Asked under the folder's lock, nobody is writing it.
 * Folders are never ours.
 */
export function isLeftOver(entry: Dirent, state: Pick<IdentityState, 'image_type'>): boolean {
  if (entry.isDirectory()) return false;
  const { name } = entry;
  return STAGED.test(name) || isDraft(name) || isSuperseded(name, state);
}

function isDraft(name: string): boolean {
  const finished = nameOfDraft(name) ?? name.replace(FORMER_DRAFT, '');
  return finished !== name && (finished === IDENTITY_FILE || STAGED.test(finished));
}

const isSuperseded = (name: string, { image_type }: Pick<IdentityState, 'image_type'>): boolean =>
  image_type !== null && IMAGE_TYPES.some((type) => type !== image_type && name === profileName(type));
