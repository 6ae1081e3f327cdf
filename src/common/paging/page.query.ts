import { IntegerParameter, TextField } from '../validation/fields.js';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 200;
const MAX_PAGE = 1_000_000;

/** Which page of a listing: by number, or by the cursor that the page before it gave. */
export class PageQuery {
  @IntegerParameter({
    description: 'Number of the page, from 1. Not together with `cursor`.',
    min: 1,
    max: MAX_PAGE,
    optional: true,
  })
  page?: number;

  @IntegerParameter({
    description: `Rows a page, 1 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} unless told.`,
    example: DEFAULT_PAGE_SIZE,
    min: 1,
    max: MAX_PAGE_SIZE,
    optional: true,
  })
  page_size?: number;

  @TextField({
    description: '`next_cursor` of the page before: the way to page deep, at the same cost for every page.',
    min: 1,
    max: 6000,
    optional: true,
  })
  cursor?: string;
}

/** Whether one page is asked for, where all rows are the default. */
export const isPaged = ({ page, page_size, cursor }: PageQuery): boolean =>
  page !== undefined || page_size !== undefined || cursor !== undefined;
