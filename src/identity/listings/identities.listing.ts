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
  const given = Object.entries({ status, source, identity_type }).filter(([, value]) => value !== undefined);
  const [absent, filters] = [given.filter(isNull), given.filter((filter) => !isNull(filter))];
  const fitting = (table: string): string =>
    [
      ...filters.map(([column], index) => `${table}.${column} = $${index + 2}`),
      ...absent.map(([column]) => `${table}.${column} IS NULL`),
    ].join(' AND ') || 'true';
  const shape = [...filters.map(([column]) => column), ...absent.map(([column]) => `no_${column}`)].join(',');
  return {
    name: `identities:${sort}:${order}:${shape}`,
    subject: 'SELECT',
    total: `SELECT coalesce(sum(y.count), 0) FROM identity_tally y WHERE ${fitting('y')}`,
    // By number of detections they lie in order in a table of their own (identity-rank.entity.ts).
    from: sort === 'face_count' ? 'identity_rank i' : 'identity i',
    where: fitting('i'),
    order: [SORTS[sort], { sql: 'i.identity_uuid', type: 'uuid' }],
    descending: order === 'desc',
    picked: 'i.identity_uuid',
    as: 'k',
    joins: 'JOIN identity i USING (identity_uuid)',
    fields: `${identityFields('$1')}, i.face_count`,
    parameters: [outputDir, ...filters.map(([, value]) => value)],
  };
}

const isNull = ([, value]: [string, unknown]): boolean => value === 'null';
