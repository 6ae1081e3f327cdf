import { Injectable } from '@nestjs/common';
import { Reader } from '../../database/reader.js';
import { invalidRequest } from '../errors/problems.js';
import { tagOfText } from '../http/entity-tag.js';
import { JsonStream, JsonText } from '../http/json-text.js';
import { toHex } from '../uuid.js';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.js';
import { linkHeader } from './link-header.js';
import type { Listing } from './listing.js';
import { DEFAULT_PAGE_SIZE, isPaged, type PageQuery } from './page.query.js';
import { type BoundStatement, type ListingRow, pageAfter, pageAt, pieceAfter } from './statements.js';

/** Rows read at a time of a list that is sent as a whole: some 250 KB of JSON. */
const PIECE = 1000;

/** Answers listings: as one page, or as a whole in bounded memory. */
@Injectable()
export class Pager {
  constructor(private readonly reader: Reader) {}

  /** One page, in one statement. `rowsName` is the field that holds the rows; `url` the request's. */
  async page(listing: Listing, query: PageQuery, rowsName: string, url: string): Promise<JsonText> {
    const size = query.page_size ?? DEFAULT_PAGE_SIZE;
    const cursor = cursorOf(listing, query);
    const page = cursor?.page ?? query.page ?? 1;
    const statement = cursor
      ? pageAfter(listing, size, cursor.key)
      : pageAt(listing, size, (page - 1) * size);
    const { first, rows } = await this.read(listing, statement);
    const count = Number(first.total);
    const next = rows.length > size ? nextCursor(listing, page, rows[size - 1]!) : null;
    const last = Math.max(1, Math.ceil(count / size));
    const head = `${opening(first)},"count":${count},"page":${page},"page_size":${size}`;
    const text = `${head},"next_cursor":${JSON.stringify(next)},"${rowsName}":[${joined(rows.slice(0, size))}]}`;
    const link = linkHeader(url, { page, last, ...(cursor && next ? { cursor: next } : {}) });
    return new JsonText(text, { Link: link }, tagOfText(text));
  }

  /** One page where the query names one, else all rows. */
  pageOrWhole(listing: Listing, query: PageQuery, url: string): Promise<JsonText | JsonStream> {
    return isPaged(query) ? this.page(listing, query, 'data', url) : this.whole(listing);
  }

  /**
   * All rows. Up to a thousand are read by one statement and written at once; more are read piece by piece
   * as the reader takes them, so that a slow one costs neither memory nor a database connection. `count`
   * then comes last: it is the number of rows that were sent.
   */
  private async whole(listing: Listing): Promise<JsonText | JsonStream> {
    const { first, rows } = await this.read(listing, pieceAfter(listing, PIECE));
    const head = opening(first);
    if (rows.length === PIECE) return new JsonStream(this.pieces(listing, head, rows));
    const text = `${head},"count":${rows.length},"data":[${joined(rows)}]}`;
    return new JsonText(text, {}, tagOfText(text));
  }

  private async *pieces(listing: Listing, head: string, first: Row[]): AsyncGenerator<string> {
    yield `${head},"data":[${joined(first)}`;
    let count = first.length;
    for (let rows = first; rows.length === PIECE; count += rows.length) {
      ({ rows } = await this.read(listing, pieceAfter(listing, PIECE, keyOf(rows.at(-1)!))));
      if (rows.length > 0) yield `,${joined(rows)}`;
    }
    yield `],"count":${count}}`;
  }

  private async read(listing: Listing, { statement, values }: BoundStatement): Promise<Found> {
    const [first, ...others] = await this.reader.rows<ListingRow>(statement, values);
    if (!first) throw listing.missing!();
    return { first, rows: first.row === null ? [] : ([first, ...others] as Row[]) };
  }
}

type Row = ListingRow & { row: string; key: string };

/** What a statement found: its first row, which also says whose list it is, and the list's rows. */
interface Found {
  first: ListingRow;
  rows: Row[];
}

const joined = (rows: Row[]): string => rows.map(({ row }) => row).join(',');
const keyOf = ({ key }: Row): string[] => JSON.parse(key) as string[];

const nextCursor = (listing: Listing, page: number, last: Row): string =>
  encodeCursor(listing, { page: page + 1, key: keyOf(last) });

/** What a list may belong to. */
const OWNERS = ['identity_uuid', 'file_uuid'] as const;

/** Begins an answer: it says first what the list belongs to. */
function opening(first: ListingRow): string {
  const owner = OWNERS.find((name) => first[name]);
  return owner ? `{"success":true,"${owner}":"${toHex(first[owner]!)}"` : '{"success":true';
}

function cursorOf(listing: Listing, { page, cursor }: PageQuery): Cursor | undefined {
  if (cursor === undefined) return undefined;
  if (page !== undefined) throw invalidRequest([{ pointer: '#/cursor', detail: 'goes without page' }]);
  return decodeCursor(listing, cursor);
}
