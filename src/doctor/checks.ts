import type { Check } from './check.js';
import { APPEARANCE_CHUNKS } from './checks/appearance-chunks.js';
import { APPEARANCES } from './checks/appearances.js';
import { CHUNK_IDS } from './checks/chunk-ids.js';
import { DELETED_IDENTITIES } from './checks/deleted-identities.js';
import { EMBEDDINGS } from './checks/embeddings.js';
import { FILE_COUNTS } from './checks/file-counts.js';
import { FOLDERS } from './checks/folders.js';
import { IDENTITY_COUNTS } from './checks/identity-counts.js';
import { IMAGES } from './checks/images.js';
import { NAME_PARTS } from './checks/name-parts.js';
import { FILE_NAMES, IDENTITY_NAMES } from './checks/names.js';
import { RANKS } from './checks/ranks.js';
import { REJECTIONS } from './checks/rejections.js';
import { SCHEMA } from './checks/schema.js';
import { TALLIES } from './checks/tallies.js';
import { TRACES } from './checks/traces.js';
import { FOLDER_OWNERS } from './checks/folder-owners.js';

/** All checks. What one mends may be what a later one looks at: what follows from something comes behind it. */
export const CHECKS: Check[] = [
  SCHEMA,
  CHUNK_IDS,
  EMBEDDINGS,
  REJECTIONS,
  IDENTITY_NAMES,
  NAME_PARTS,
  FILE_NAMES,
  TRACES,
  FILE_COUNTS,
  APPEARANCES,
  APPEARANCE_CHUNKS,
  IDENTITY_COUNTS,
  RANKS,
  TALLIES,
  DELETED_IDENTITIES,
  FOLDERS,
  IMAGES,
  FOLDER_OWNERS,
];
