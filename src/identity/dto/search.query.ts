import { PageQuery } from '../../common/paging/page.query.js';
import { TrimmedTextField } from '../../common/validation/fields.js';
import { MoreThanDiacritics } from './rules.js';

/** What to look for, and which page of what is found. */
export class SearchQuery extends PageQuery {
  @TrimmedTextField({
    description:
      'Part of a name, 1 to 200 characters after trimming. Case and diacritics do not matter, so there must be more than these; `%`, `_` and `\\` are ordinary characters.',
    example: 'Cary',
    max: 200,
  })
  @MoreThanDiacritics()
  q: string;
}
