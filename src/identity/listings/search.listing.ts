import type { Listing } from '../../common/paging/listing.js';
import { nameKey } from '../../catalogue/name-key.js';
import { searchResultFields } from '../presenters/identity.presenter.js';

/** What stands before a word's first letter. */
const WORD_STARTS = [' ', '-', '.', "'", '’', '(', '/'];

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Fewer characters have no trigram: PostgreSQL would read the whole index, and then the table. */
const TRIGRAM = 3;

/** $1: the folded q, $2: a name's part that contains it, $3: the same at its start, $4 …: the same at a word's start. */
const PARAMETERS = 3;
const AT_WORD = WORD_STARTS.map((_, index) => `i.name_key LIKE $${PARAMETERS + 1 + index}`).join(' OR ');

/** How well a name fits, best first: the whole of it, its start, a word's start, anywhere. */
const RANK = `
  CASE WHEN i.name_key = $1 THEN 0 WHEN i.name_key LIKE $3 THEN 1 WHEN ${AT_WORD} THEN 2 ELSE 3 END`;

/** The identities whose name contains `q`, whatever its case and diacritics. They are looked for once. */
export function searchListing(q: string): Listing {
  const key = nameKey(q);
  const part = escapeLike(key);
  const isShort = [...key].length < TRIGRAM;
  return {
    name: isShort ? 'search:short' : 'search',
    subject: 'SELECT',
    common: `found AS MATERIALIZED (
      SELECT i.identity_uuid, i.sort_key, ${RANK} AS rank
      FROM identity i
      WHERE i.name_key ${isShort ? "|| ''" : ''} LIKE $2
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
    parameters: [key, `%${part}%`, `${part}%`, ...WORD_STARTS.map((start) => `%${start}${part}%`)],
  };
}
