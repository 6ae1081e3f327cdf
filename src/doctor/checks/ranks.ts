import { makeRanks, ranks } from '../../catalogue/ranks.js';
import type { Check } from '../check.js';
import { mendIdentities } from '../mend-identities.js';

/** Where an identity stands in the list by number of detections. */
export const RANKS: Check = {
  name: 'ranks',
  unit: 'identities',
  remedy: '--fix makes them anew',

  async find({ manager }) {
    await manager.query(COMPARE);
    const [{ count }] = await manager.query<[{ count: string }]>('SELECT count(*) FROM identity');
    return Number(count);
  },

  mend: mendIdentities(makeRanks),
};

const COMPARE = `
  INSERT INTO difference (identity_uuid, fault)
  SELECT identity_uuid,
    'rank ' || face_count || CASE WHEN kept.is_kept IS NULL THEN ' is missing' ELSE ' should not be there' END
  FROM (${ranks('true')}) anew
  FULL JOIN (SELECT *, true AS is_kept FROM identity_rank) kept USING (face_count, identity_uuid)
  WHERE kept.is_kept IS NULL OR anew IS NULL`;
