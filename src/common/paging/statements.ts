import { type JointStatement, jointStatement } from '../../database/joint-statement.js';
import type { Statement } from '../../database/statement.js';
import type { Listing } from './listing.js';
import { MAX_PAGE_SIZE } from './page.query.js';

export interface BoundStatement {
  statement: Statement | JointStatement;
  values: unknown[];
}

/** What either statement finds, in one row; without the list's subject, none. */
export interface ListingRow {
  /** Whose list it is, where it is somebody's … */
  identity_uuid?: string;
  /** … or a file's. */
  file_uuid?: string;
  /** bigint: pg gives it as text. Only with a page. */
  total?: string;
  /** The rows as they go out, JSON, joined by commas; null where there are none. */
  rows: string | null;
  /** How many rows there are from here on: one more than asked for where the list goes on. */
  found: number;
  /** The last row's values of the order's columns: a JSON array of strings, for the cursor. */
  key: string | null;
}

/** Rows read at a time of a list that is sent as a whole: some 250 KB of JSON. */
export const PIECE_SIZE = 1000;

/** Pages that are read together at the most: there are such as take tens of milliseconds, and all wait for the last. */
const PAGES_TOGETHER = 8;

/** The `size` rows of the page behind `skipped` others, with the total. */
export function pageAt(listing: Listing, size: number, skipped: number): BoundStatement {
  const statement = made(listing, 'page', (name) => {
    const [limit, offset] = behind(listing.parameters, 2) as [string, string];
    const text = compose(listing, { total: true, size: limit, offset });
    if (!listing.together) return { name, text };
    const types = [...listing.together, 'bigint', 'bigint'];
    return jointStatement({ name, select: text, types, together: PAGES_TOGETHER });
  });
  return { statement, values: [...listing.parameters, size, skipped] };
}

/** The same from the row behind `key`: its cost doesn't grow with the depth. */
export function pageAfter(listing: Listing, size: number, key: string[]): BoundStatement {
  const statement = made(listing, 'after', (name) => ({
    name,
    text: compose(listing, { total: true, ...keyset(listing) }),
  }));
  return { statement, values: [...listing.parameters, ...key, size] };
}

/** The first piece of the list, without the total: for reading the whole list. */
export function firstPiece(listing: Listing): BoundStatement {
  const statement = made(listing, 'first', (name) => {
    const [size] = behind(listing.parameters, 1) as [string];
    return { name, text: compose(listing, { total: false, size }) };
  });
  return { statement, values: [...listing.parameters, PIECE_SIZE] };
}

/** The same of a list that only its subject ($1) decides, for many subjects at once. $2 is PIECE_SIZE. */
export const firstPieces = (listing: Listing): JointStatement =>
  made(listing, 'first', (name) => {
    const select = compose(listing, { total: false, size: '$2' });
    return jointStatement({ name, select, types: ['uuid'] });
  });

/** The piece behind `key`. */
export function pieceAfter(listing: Listing, key: string[]): BoundStatement {
  const statement = made(listing, 'next', (name) => ({
    name,
    text: compose(listing, { total: false, ...keyset(listing) }),
  }));
  return { statement, values: [...listing.parameters, ...key, PIECE_SIZE] };
}

const known = new Map<string, Statement>();

/** Made once: a listing's name stands for its parts. */
function made<Kind extends Statement>(listing: Listing, kind: string, make: (name: string) => Kind): Kind {
  const name = `${listing.name}:${kind}`;
  const statement = (known.get(name) as Kind | undefined) ?? make(name);
  known.set(name, statement);
  return statement;
}

/** The parameters that follow those of the listing. */
const behind = (parameters: unknown[], count: number): string[] =>
  Array.from({ length: count }, (_, index) => `$${parameters.length + index + 1}`);

function keyset({ order, descending, parameters }: Listing): { after: string; size: string } {
  const given = behind(parameters, order.length + 1);
  const size = given.pop()!;
  const values = order.map(({ type }, index) => `${given[index]}::${type}`);
  const columns = order.map(({ sql }) => sql);
  return { after: `(${columns.join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`, size };
}

interface Parts {
  total: boolean;
  after?: string;
  /** The parameter that holds the number of rows. */
  size: string;
  /** The parameter that holds how many rows are skipped. */
  offset?: string;
}

/**
 * The rows are picked first, and only what is picked is joined and made JSON. One row more than asked for is
 * picked: whether it is there says whether the list goes on. `n` counts them; their order is that of k0, k1, …
 * The outer LIMIT changes nothing: it tells the planner, who doesn't know a parameter, that the rows are few.
 */
function compose(listing: Listing, { total, after, size, offset }: Parts): string {
  const { subject, from, where, order, picked, as, joins = '', fields } = listing;
  const direction = listing.descending ? 'DESC' : 'ASC';
  const keys = order.map((_, index) => `k${index}`);
  const sorted = keys.map((key) => `${key} ${direction}`).join(', ');
  return `
    SELECT t.*, p.rows, p.found, p.key
    FROM (${total ? counted(listing) : subject}) t
    CROSS JOIN LATERAL (
      SELECT string_agg(row, ',') FILTER (WHERE n <= ${size}) AS rows,
        coalesce(max(n), 0)::integer AS found,
        (array_agg(json_build_array(${keys.map((key) => `${key}::text`).join(', ')})) FILTER (WHERE n = ${size}))[1]::text AS key
      FROM (
        SELECT ${keys.join(', ')}, n, row_to_json(r)::text AS row
        FROM (
          SELECT *, row_number() OVER (ORDER BY ${sorted}) AS n
          FROM (
            SELECT * FROM (
              SELECT ${picked}, ${order.map(({ sql }, index) => `${sql} AS k${index}`).join(', ')}
              FROM ${from}
              WHERE ${where} ${after ? `AND ${after}` : ''}
              ORDER BY ${order.map(({ sql }) => `${sql} ${direction}`).join(', ')}
              LIMIT ${size}::bigint + 1 ${offset ? `OFFSET ${offset}` : ''}
            ) wanted
            ORDER BY ${sorted}
            LIMIT ${total ? MAX_PAGE_SIZE + 1 : PIECE_SIZE + 1}
          ) picked
        ) ${as}
        ${joins}
        CROSS JOIN LATERAL (SELECT ${fields}) r
        ORDER BY ${sorted}
      ) dressed
    ) p`;
}

/** The subject with the total. OFFSET 0 keeps PostgreSQL from counting more than once. */
const counted = ({ subject, total }: Listing): string =>
  `SELECT t.*, (${total}) AS total FROM (${subject}) t OFFSET 0`;
