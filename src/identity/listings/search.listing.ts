import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** What stands before a word's first letter. */
const WORD_STARTS = [' ', '-', '.', "'", '’', '(', '/'];

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** How well a name fits, best first: the whole of it, its start, a word's start, anywhere. */
const RANK = `
  CASE WHEN i.name_key = $1 THEN 0 WHEN i.name_key LIKE $2 THEN 1 WHEN i.name_key LIKE ANY ($3) THEN 2 ELSE 3 END`;

/** The identities whose name contains `q`, whatever its case and diacritics. They are looked for once. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  const part = escapeLike(key);
  return {
    name: 'search',
    subject: 'SELECT',
    common: `found AS MATERIALIZED (
      SELECT i.identity_uuid, i.sort_key, ${RANK} AS rank FROM identity i WHERE i.name_key LIKE $4
    )`,
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
    parameters: [key, `${part}%`, WORD_STARTS.map((start) => `%${start}${part}%`), `%${part}%`],
  };
}
