import { makeRanks, ranks } from '../../catalogue/ranks.js';
import type { Check } from '../check.js';
import { comparing } from '../comparing.js';
import { mendIdentities } from '../mend-identities.js';

const COMPARE = `
  INSERT INTO difference (identity_uuid, fault)
  SELECT identity_uuid, 'rank ' || face_count || CASE
    WHEN kept.status IS NULL THEN ' is missing'
    WHEN anew.status IS NULL THEN ' should not be there'
    ELSE ' is kept wrongly'
  END
  FROM (${ranks('true')}) anew
  FULL JOIN identity_rank kept USING (face_count, identity_uuid)
  WHERE (anew.status, anew.source, anew.identity_type)
    IS DISTINCT FROM (kept.status, kept.source, kept.identity_type)`;

/** Where an identity stands in the list by number of detections. */
export const RANKS: Check = {
  name: 'ranks',
  unit: 'identities',
  remedy: '--fix makes them anew',

  find: comparing('identity', COMPARE),

  mend: mendIdentities(makeRanks),
};
