import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** What stands before a word's first letter. */
const WORD_STARTS = [' ', '-', '.', "'", '’', '(', '/'];

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** How well a name fits, best first: the whole of it, its start, a word's start, anywhere. */
const RANK = `
  CASE WHEN i.name_key = $1 THEN 0 WHEN i.name_key LIKE $2 THEN 1 WHEN i.name_key LIKE ANY ($3) THEN 2 ELSE 3 END`;

/** The identities whose name contains `q`, whatever its case and diacritics. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  const part = escapeLike(key);
  const where = 'i.name_key LIKE $4';
  return {
    name: 'search',
    subject: 'SELECT',
    total: `SELECT count(*) FROM identity i WHERE ${where}`,
    fields: searchResultFields,
    from: 'identity i',
    where,
    order: [
      { sql: RANK, type: 'integer' },
      { sql: 'i.sort_key', type: 'text' },
      { sql: 'i.identity_uuid', type: 'uuid' },
    ],
    parameters: [key, `${part}%`, WORD_STARTS.map((start) => `%${start}${part}%`), `%${part}%`],
  };
}
