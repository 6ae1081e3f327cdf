import { PageQuery } from '../../common/paging/page.query.js';
import { ChoiceField } from '../../common/validation/fields.js';

const BOUND = ['true', 'false'] as const;
export type Bound = (typeof BOUND)[number];

/** Which detections of a file: somebody's, nobody's or all, one page of them or all. */
export class FileFacesQuery extends PageQuery {
  @ChoiceField({
    description: "`true`: only those that are bound to somebody; `false`: only those that are nobody's.",
    of: BOUND,
    optional: true,
  })
  bound?: Bound;
}
