import { Transform } from 'class-transformer';
import { PageQuery } from '../../common/paging/page.query.js';
import { TextField } from '../../common/validation/fields.js';

/** What to look for, and which page of what is found. */
export class SearchQuery extends PageQuery {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @TextField({
    description:
      'Part of a name, 1 to 200 characters after trimming. Case and diacritics do not matter; `%`, `_` and `\\` are ordinary characters.',
    example: 'Cary',
    min: 1,
    max: 200,
  })
  q: string;
}
