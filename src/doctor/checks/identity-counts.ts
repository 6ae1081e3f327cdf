import { countAppearances } from '../../catalogue/appearance-summary.js';
import type { Check } from '../check.js';
import { mendIdentities } from '../mend-identities.js';
import { recounting } from '../recount.js';

/** How many detections are whose, in all files, and how many chunks are said meanwhile. */
export const IDENTITY_COUNTS: Check = {
  name: 'identity counts',
  unit: 'identities',
  remedy: '--fix counts them anew',
  find: recounting({
    table: 'identity',
    keys: ['identity_uuid'],
    columns: ['face_count', 'chunk_count'],
    recount: `
      SELECT identity_uuid, coalesce(faces, 0) AS face_count, coalesce(chunks, 0) AS chunk_count
      FROM identity
      LEFT JOIN (
        SELECT identity_uuid, count(*) AS faces
        FROM face_detection
        WHERE identity_uuid IS NOT NULL
        GROUP BY identity_uuid
      ) d USING (identity_uuid)
      LEFT JOIN (
        SELECT identity_uuid, count(*) AS chunks FROM appearance_chunk GROUP BY identity_uuid
      ) c USING (identity_uuid)`,
  }),

  mend: mendIdentities(countAppearances),
};
