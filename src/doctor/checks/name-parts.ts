import { makeNameParts, nameParts } from '../../catalogue/name-parts.js';
import type { Check } from '../check.js';
import { comparing } from '../comparing.js';
import { mendIdentities } from '../mend-identities.js';

const COMPARE = `
  INSERT INTO difference (identity_uuid, fault)
  SELECT identity_uuid, 'part "' || part || '" ' || CASE
    WHEN kept.place IS NULL THEN 'is missing'
    WHEN anew.place IS NULL THEN 'should not be there'
    ELSE 'is kept wrongly'
  END
  FROM (${nameParts('true')}) anew
  FULL JOIN name_part kept USING (part, identity_uuid)
  WHERE (anew.place, anew.shared, anew.sort_key) IS DISTINCT FROM (kept.place, kept.shared, kept.sort_key)`;

/** By which parts of its name an identity is found. */
export const NAME_PARTS: Check = {
  name: 'name parts',
  unit: 'identities',
  remedy: '--fix makes them anew',

  find: comparing('identity', COMPARE),

  mend: mendIdentities(makeNameParts),
};
