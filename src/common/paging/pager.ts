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
import {
  type BoundStatement,
  type ListingRow,
  firstPiece,
  firstPieces,
  pageAfter,
  pageAt,
  PIECE_SIZE,
  pieceAfter,
} from './statements.js';

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
    const found = await this.read(listing, statement);
    const count = Number(found.total);
    const next = found.found > size ? encodeCursor(listing, { page: page + 1, key: keyOf(found) }) : null;
    const last = Math.max(1, Math.ceil(count / size));
    const head = `${opening(found)},"count":${count},"page":${page},"page_size":${size}`;
    const text = `${head},"next_cursor":${JSON.stringify(next)},"${rowsName}":[${found.rows ?? ''}]}`;
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
    const first = await this.first(listing);
    if (first.found > PIECE_SIZE) return new JsonStream(this.pieces(listing, first));
    const text = `${opening(first)},"count":${first.found},"data":[${first.rows ?? ''}]}`;
    return new JsonText(text, {}, tagOfText(text));
  }

  private async first(listing: Listing): Promise<ListingRow> {
    if (listing.parameters.length > 1) return this.read(listing, firstPiece(listing));
    const [uuid] = listing.parameters;
    const row = await this.reader.one<ListingRow>(firstPieces(listing), [uuid, PIECE_SIZE]);
    if (!row) throw listing.missing!();
    return row;
  }

  /** The rows by themselves: put together with a comma, V8 would copy them once more, which took a third of the time. */
  private async *pieces(listing: Listing, first: ListingRow): AsyncGenerator<string> {
    yield `${opening(first)},"data":[`;
    yield first.rows!;
    let count = PIECE_SIZE;
    for (let piece = first; piece.found > PIECE_SIZE;) {
      piece = await this.read(listing, pieceAfter(listing, keyOf(piece)));
      count += Math.min(piece.found, PIECE_SIZE);
      if (piece.rows === null) continue;
      yield ',';
      yield piece.rows;
    }
    yield `],"count":${count}}`;
  }

  private async read(listing: Listing, { statement, values }: BoundStatement): Promise<ListingRow> {
    const row =
      'own' in statement
        ? await this.reader.one<ListingRow>(statement, values)
        : (await this.reader.shared<ListingRow>(statement, values))[0];
    if (!row) throw listing.missing!();
    return row;
  }
}

const keyOf = ({ key }: ListingRow): string[] => JSON.parse(key!) as string[];

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
