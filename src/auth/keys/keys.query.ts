import { PageQuery } from '../../common/paging/page.query.js';
import { ChoiceField } from '../../common/validation/fields.js';
import { KEY_STATUSES, type KeyStatus } from './key.presenter.js';

/** Which keys, which page of them. */
export class KeysQuery extends PageQuery {
  @ChoiceField({ description: 'Only keys of this status.', of: KEY_STATUSES, optional: true })
  status?: KeyStatus;
}
