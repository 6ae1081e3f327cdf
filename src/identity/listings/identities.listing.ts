import type { Listing, OrderColumn } from '../../common/paging/listing.js';
import type { IdentitiesQuery, IdentitySort } from '../dto/identities.query.js';
import { identityFields } from '../presenters/identity.presenter.js';

const SORTS: Record<IdentitySort, OrderColumn> = {
  name: { sql: 'i.sort_key', type: 'text' },
  created_at: { sql: 'i.created_at', type: 'timestamptz' },
  updated_at: { sql: "coalesce(i.updated_at, '-infinity')", type: 'timestamptz' },
  face_count: { sql: 'i.face_count', type: 'integer' },
};

/** All identities, or those of some status, source or type. `outputDir`: where profile images lie. */
export function identitiesListing(query: IdentitiesQuery, outputDir: string): Listing {
  const { sort = 'name', order = 'asc', status, source, identity_type } = query;
  const filters = Object.entries({ status, source, identity_type }).filter(
    ([, value]) => value !== undefined,
  );
  const where = filters.map(([column, value], index) => condition(column, value!, index + 2)).join(' AND ');
  const shape = filters.map(([column, value]) => (value === 'null' ? `no_${column}` : column)).join(',');
  return {
    name: `identities:${sort}:${order}:${shape}`,
    subject: 'SELECT',
    total: `SELECT count(*) FROM identity i WHERE ${where || 'true'}`,
    fields: `${identityFields('$1')}, i.face_count`,
    from: 'identity i',
    where: where || 'true',
    order: [SORTS[sort], { sql: 'i.identity_uuid', type: 'uuid' }],
    descending: order === 'desc',
    parameters: [outputDir, ...filters.map(([, value]) => value).filter((value) => value !== 'null')],
  };
}

const condition = (column: string, value: string, parameter: number): string =>
  value === 'null' ? `i.${column} IS NULL` : `i.${column} = $${parameter}`;
