import type { Listing } from '../../common/paging/listing.js';
import { keyFields, keyStatus } from './key.presenter.js';
import type { KeysQuery } from './keys.query.js';

/** All keys, or those of a status; of one name the oldest first. */
export function keysListing({ status }: KeysQuery): Listing {
  const where = status ? `${keyStatus} = $1` : 'true';
  return {
    name: `api_keys:${status ? 'status' : ''}`,
    subject: 'SELECT',
    total: `SELECT count(*) FROM api_key k WHERE ${where}`,
    from: 'api_key k',
    where,
    order: [
      { sql: 'k.name', type: 'text' },
      { sql: 'k.created_at', type: 'timestamptz' },
      { sql: 'k.prefix', type: 'text' },
    ],
    picked: 'k.*',
    as: 'k',
    fields: keyFields,
    parameters: status ? [status] : [],
  };
}
