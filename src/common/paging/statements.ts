import type { Statement } from '../../database/statement.js';
import type { Listing, OrderColumn } from './listing.js';

export interface BoundStatement {
  statement: Statement;
  values: unknown[];
}

/** A row of either statement: without rows in the list, one with `row` null; without its subject, none. */
export interface ListingRow {
  /** Whose list it is, where it is somebody's … */
  identity_uuid?: string;
  /** … or a file's. */
  file_uuid?: string;
  /** bigint: pg gives it as text. Only with a page. */
  total?: string;
  /** The row as it goes out: JSON. */
  row: string | null;
  /** Its values of the order's columns: a JSON array of strings, for the cursor. */
  key: string | null;
}

/** The `size` rows (and one more, if there is one) of the page that starts at `offset`, with the total. */
export function pageAt(listing: Listing, size: number, offset: number): BoundStatement {
  const limit = listing.parameters.length + 1;
  return {
    statement: {
      name: `${listing.name}:page`,
      text: compose(listing, { total: true, limit: `LIMIT $${limit} OFFSET $${limit + 1}` }),
    },
    values: [...listing.parameters, size + 1, offset],
  };
}

/** The same from the row behind `key`: its cost doesn't grow with the depth. */
export function pageAfter(listing: Listing, size: number, key: string[]): BoundStatement {
  const { after, limit } = keyset(listing);
  return {
    statement: { name: `${listing.name}:after`, text: compose(listing, { total: true, after, limit }) },
    values: [...listing.parameters, ...key, size + 1],
  };
}

/** The first `size` rows, or those behind `key`, without the total: for reading the whole list in pieces. */
export function pieceAfter(listing: Listing, size: number, key?: string[]): BoundStatement {
  const { after, limit } = keyset(listing, key === undefined);
  return {
    statement: {
      name: `${listing.name}:${key ? 'next' : 'first'}`,
      text: compose(listing, { total: false, after, limit }),
    },
    values: [...listing.parameters, ...(key ?? []), size],
  };
}

function keyset(
  { order, descending, parameters }: Listing,
  first = false,
): { after?: string; limit: string } {
  if (first) return { limit: `LIMIT $${parameters.length + 1}` };
  const values = order.map(({ type }, index) => `$${parameters.length + index + 1}::${type}`);
  return {
    after: `(${columns(order)}) ${descending ? '<' : '>'} (${values.join(', ')})`,
    limit: `LIMIT $${parameters.length + order.length + 1}`,
  };
}

const columns = (order: OrderColumn[]): string => order.map(({ sql }) => sql).join(', ');

function compose(listing: Listing, parts: { total: boolean; after?: string; limit: string }): string {
  const { subject, total, fields, from, where, order, descending } = listing;
  const direction = descending ? 'DESC' : 'ASC';
  // OFFSET 0 keeps PostgreSQL from counting anew for every row of the page.
  const counted = `SELECT t.*, (${total}) AS total FROM (${subject}) t OFFSET 0`;
  return `
    SELECT t.*, p.row, p.key
    FROM (${parts.total ? counted : subject}) t
    LEFT JOIN LATERAL (
      SELECT row_to_json(r)::text AS row,
        json_build_array(${order.map(({ sql }) => `(${sql})::text`).join(', ')})::text AS key
      FROM ${from}
      CROSS JOIN LATERAL (SELECT ${fields}) r
      WHERE ${where} ${parts.after ? `AND ${parts.after}` : ''}
      ORDER BY ${order.map(({ sql }) => `${sql} ${direction}`).join(', ')}
      ${parts.limit}
    ) p ON true`;
}
