import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { PART_LENGTH } from '../../catalogue/name-parts.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** The identities whose name contains `q`, whatever its case and diacritics: the whole name first, then as `place` says. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  return {
    ...([...key].length < PART_LENGTH ? short(key) : long(key)),
    subject: 'SELECT',
    total: 'SELECT count(*) FROM found',
    from: 'found i',
    where: 'true',
    order: [
      { sql: 'i.rank', type: 'integer' },
      { sql: 'i.sort_key', type: 'text' },
      { sql: 'i.identity_uuid', type: 'uuid' },
    ],
    picked: 'i.identity_uuid',
    as: 'k',
    joins: 'JOIN identity i USING (identity_uuid)',
    fields: searchResultFields,
  };
}

type Found = Pick<Listing, 'name' | 'common' | 'parameters'>;

/** In a name that contains `q` twice, the better place counts. */
const found = (isWhole: string, from: string): string => `found AS MATERIALIZED (
    SELECT DISTINCT ON (p.identity_uuid) p.identity_uuid, p.sort_key,
      CASE WHEN ${isWhole} THEN 0 ELSE p.place + 1 END AS rank
    FROM ${from}
    ORDER BY p.identity_uuid, rank
  )`;

/** Shorter than the longest part: the parts that begin with it lie between it and `behind`. */
const short = (key: string): Found => ({
  name: 'search',
  common: found('p.place = 0 AND p.part = $1', 'name_part p WHERE p.part >= $1 AND p.part < $2'),
  parameters: [key, behind(key)],
});

/** Its head is a part, and the name has the rest of it, too. */
const long = (key: string): Found => ({
  name: 'search:long',
  common: found(
    'i.name_key = $2',
    'name_part p JOIN identity i USING (identity_uuid) WHERE p.part = $1 AND strpos(i.name_key, $2) > 0',
  ),
  parameters: [[...key].slice(0, PART_LENGTH).join(''), key],
});

const LAST_CHARACTER = '\u{10FFFF}';
/** Behind every part that begins with the key, and before whatever comes after these. */
const behind = (key: string): string => key + LAST_CHARACTER.repeat(PART_LENGTH);
