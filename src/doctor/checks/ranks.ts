import { makeRanks, ranks } from '../../catalogue/ranks.js';
import type { Check } from '../check.js';
import { comparing } from '../comparing.js';
import { mendIdentities } from '../mend-identities.js';

const COMPARE = `
  INSERT INTO difference (identity_uuid, fault)
  SELECT identity_uuid,
    'rank ' || face_count || CASE WHEN kept.is_kept IS NULL THEN ' is missing' ELSE ' should not be there' END
  FROM (${ranks('true')}) anew
  FULL JOIN (SELECT *, true AS is_kept FROM identity_rank) kept USING (face_count, identity_uuid)
  WHERE kept.is_kept IS NULL OR anew IS NULL`;

/** Where an identity stands in the list by number of detections. */
export const RANKS: Check = {
  name: 'ranks',
  unit: 'identities',
  remedy: '--fix makes them anew',

  find: comparing('identity', COMPARE),

  mend: mendIdentities(makeRanks),
};
