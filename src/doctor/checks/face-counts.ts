import { countFaces } from '../../catalogue/appearance-summary.js';
import type { Check } from '../check.js';
import { holdIdentities } from '../hold.js';
import { recounting } from '../recount.js';

/** How many detections are whose, in all files. */
export const FACE_COUNTS: Check = {
  name: 'face counts',
  unit: 'identities',
  remedy: '--fix counts them anew',
  find: recounting({
    table: 'identity',
    keys: ['identity_uuid'],
    columns: ['face_count'],
    recount: `
      SELECT identity_uuid, coalesce(faces, 0) AS face_count
      FROM identity
      LEFT JOIN (
        SELECT identity_uuid, count(*) AS faces
        FROM face_detection
        WHERE identity_uuid IS NOT NULL
        GROUP BY identity_uuid
      ) d USING (identity_uuid)`,
  }),

  async mend({ differences, transactions, manager, signal }) {
    for await (const identities of differences.identities()) {
      signal.throwIfAborted();
      const uuids = identities.map(({ identity_uuid }) => identity_uuid);
      await transactions.run(async (own) => {
        await holdIdentities(own, uuids);
        await countFaces(own, uuids);
      }, manager);
    }
  },
};
