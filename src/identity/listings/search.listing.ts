import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { PART_LENGTH } from '../../catalogue/name-parts.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** So few letters are in so many names that nobody who asks for something else is to wait for them. */
const FEW = 2;

/** The identities whose name contains `q`, whatever its case and diacritics. Best first: the whole name, then by place. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  const letters = [...key];
  if (letters.length >= PART_LENGTH) {
    return { ...byHead, parameters: [letters.slice(0, PART_LENGTH).join(''), key] };
  }
  const parameters = [key, behind(letters), letters.length];
  return { ...(letters.length > FEW ? byBeginning : byFewLetters), parameters };
}

interface Parts extends Pick<Listing, 'name' | 'from' | 'where'> {
  /** The condition that the name is q, and no more. */
  isWhole: string;
}

/** All of a listing but its parameters: made once, not for every search. */
const search = ({ isWhole, ...parts }: Parts): Omit<Listing, 'parameters'> => ({
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
});

/** The parts that begin with what is shorter than the longest part lie side by side. One of each name counts. */
const byFewLetters = search({
  name: 'search',
  from: 'name_part p',
  where: 'p.part >= $1 AND p.part < $2 AND p.shared < $3',
  isWhole: 'p.place = 0 AND p.part = $1',
});

const byBeginning = {
  ...byFewLetters,
  name: 'search:together',
  together: ['text', 'text', 'integer'],
};

/** The head of what is longer is a part, and the name has the rest of it, too. */
const byHead = search({
  name: 'search:long',
  from: 'name_part p JOIN identity i USING (identity_uuid)',
  where: 'p.part = $1 AND strpos(i.name_key, $2) > 0',
  isWhole: 'i.name_key = $2',
});

const LAST_CHARACTER = 0x10ffff;
/** Stand for no character by themselves. */
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** Behind all parts that begin with these letters, and before the others that follow them: the last is the next one. */
function behind(letters: string[]): string {
  const next = letters.at(-1)!.codePointAt(0)! + 1;
  // Parts that begin with the very last character end somewhere, too.
  if (next > LAST_CHARACTER)
    return letters.join('') + String.fromCodePoint(LAST_CHARACTER).repeat(PART_LENGTH);
  const after = next === SURROGATES.first ? SURROGATES.last + 1 : next;
  return letters.slice(0, -1).join('') + String.fromCodePoint(after);
}
