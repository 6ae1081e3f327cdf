import { countAppearances } from '../../catalogue/appearance-summary.js';
import type { Check } from '../check.js';
import { mendIdentities } from '../mend-identities.js';
import { recounting } from '../recount.js';

/** How many detections are whose, in all files and in which the most, and how many chunks are said meanwhile. */
export const IDENTITY_COUNTS: Check = {
  name: 'identity counts',
  unit: 'identities',
  remedy: '--fix counts them anew',
  find: recounting({
    table: 'identity',
    keys: ['identity_uuid'],
    columns: ['face_count', 'chunk_count', 'main_file_uuid'],
    recount: `
      SELECT identity_uuid, coalesce(faces, 0) AS face_count, coalesce(chunks, 0) AS chunk_count,
        d.main_file_uuid
      FROM identity
      LEFT JOIN (
        SELECT identity_uuid, sum(faces) AS faces,
          (array_agg(file_uuid ORDER BY faces DESC, file_uuid DESC))[1] AS main_file_uuid
        FROM (
          SELECT identity_uuid, file_uuid, count(*) AS faces
          FROM face_detection
          WHERE identity_uuid IS NOT NULL
          GROUP BY identity_uuid, file_uuid
        ) f
        GROUP BY identity_uuid
      ) d USING (identity_uuid)
      LEFT JOIN (
        SELECT identity_uuid, count(*) AS chunks FROM appearance_chunk GROUP BY identity_uuid
      ) c USING (identity_uuid)`,
  }),

  mend: mendIdentities(countAppearances),
};
