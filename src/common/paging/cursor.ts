import { invalidRequest } from '../errors/problems.js';
import { UUID_PATTERN } from '../uuid.js';
import { textFault } from '../validation/json-faults.js';
import type { Listing, OrderColumn } from './listing.js';

/** Where a page starts: behind the row with these values of the order's columns. */
export interface Cursor {
  /** Number of the page that starts here. */
  page: number;
  key: string[];
}

/** What a value of a cursor must look like before PostgreSQL casts it. */
const FORMS: Record<OrderColumn['type'], (value: string) => boolean> = {
  uuid: (value) => UUID_PATTERN.test(value),
  text: (value) => !textFault(value),
  integer: (value) => /^-?\d{1,9}$/.test(value) || (/^\d{10}$/.test(value) && Number(value) < 2 ** 31),
  bigint: (value) => /^\d{1,18}$/.test(value),
  timestamptz: (value) => /^(-infinity|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15}[+-][0-9:]{2,8})$/.test(value),
};

/** Opaque to clients: base64url of the listing's order, the page's number and the key. */
export const encodeCursor = (listing: Listing, { page, key }: Cursor): string =>
  Buffer.from(JSON.stringify([orderName(listing), page, ...key])).toString('base64url');

/** Reads a cursor; one that is damaged or comes from a list in another order is a 400. */
export function decodeCursor(listing: Listing, cursor: string): Cursor {
  const [order, page, ...key] = parse(cursor);
  const { length } = listing.order;
  const fits =
    order === orderName(listing) &&
    isPage(page) &&
    key.length === length &&
    listing.order.every(({ type }, index) => typeof key[index] === 'string' && FORMS[type](key[index]));
  if (!fits) throw invalidRequest([{ pointer: '#/cursor', detail: 'is not a cursor of this list' }]);
  return { page: page as number, key: key as string[] };
}

const isPage = (page: unknown): boolean =>
  Number.isInteger(page) && Number(page) > 1 && Number(page) < 2 ** 31;

const orderNames = new Map<string, string>();

/** Made once: a listing's name stands for its parts. */
function orderName({ name, order, descending }: Listing): string {
  let made = orderNames.get(name);
  if (made === undefined) {
    const columns = order.map(({ sql }) => sql.replace(/[^a-z_]/gi, ''));
    made = [...columns, descending ? 'desc' : 'asc'].join('.');
    orderNames.set(name, made);
  }
  return made;
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
