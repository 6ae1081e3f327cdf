import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { PART_LENGTH } from '../../catalogue/name-parts.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** The identities whose name contains `q`, whatever its case and diacritics. Best first: the whole name, then by place. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  const { isWhole, ...parts } = partsOf(key);
  return {
    ...parts,
    subject: 'SELECT',
    total: `SELECT count(*) FROM ${parts.from} WHERE ${parts.where}`,
    order: [
      { sql: `CASE WHEN ${isWhole} THEN 0 ELSE p.place + 1 END`, type: 'integer' },
      { sql: 'p.sort_key', type: 'text' },
      { sql: 'p.identity_uuid', type: 'uuid' },
    ],
    picked: 'p.identity_uuid',
    as: 'k',
    joins: 'JOIN identity i USING (identity_uuid)',
    fields: searchResultFields,
  };
}

interface Parts extends Pick<Listing, 'name' | 'from' | 'where' | 'parameters' | 'together'> {
  /** The condition that the name is q, and no more. */
  isWhole: string;
}

/** So few letters are in so many names that nobody else is to wait for them. */
const FEW = 2;

function partsOf(key: string): Parts {
  const { length } = [...key];
  if (length >= PART_LENGTH) return long(key);
  if (length <= FEW) return short(key, length);
  return { ...short(key, length), name: 'search:together', together: ['text', 'text', 'integer'] };
}

/** Shorter than the longest part: the parts that begin with it lie side by side. One of each name counts. */
const short = (key: string, length: number): Parts => ({
  name: 'search',
  from: 'name_part p',
  where: 'p.part >= $1 AND p.part < $2 AND p.shared < $3',
  isWhole: 'p.place = 0 AND p.part = $1',
  parameters: [key, behind(key), length],
});

/** Its head is a part, and the name has the rest of it, too. */
const long = (key: string): Parts => ({
  name: 'search:long',
  from: 'name_part p JOIN identity i USING (identity_uuid)',
  where: 'p.part = $1 AND strpos(i.name_key, $2) > 0',
  isWhole: 'i.name_key = $2',
  parameters: [[...key].slice(0, PART_LENGTH).join(''), key],
});

const LAST_CHARACTER = '\u{10FFFF}';
/** Behind all parts that begin with the key, and before the others that follow it. */
const behind = (key: string): string => key + LAST_CHARACTER.repeat(PART_LENGTH);
