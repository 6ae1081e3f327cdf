import type { Listing } from '../../common/paging/listing.js';
import { fileFields } from '../presenters/file.presenter.js';

/** All files. */
export const filesListing = (): Listing => ({
  name: 'all_files',
  subject: 'SELECT',
  total: 'SELECT coalesce(sum(y.count), 0) FROM file_tally y',
  from: 'file f',
  where: 'true',
  order: [
    { sql: 'f.sort_key', type: 'text' },
    { sql: 'f.file_uuid', type: 'uuid' },
  ],
  picked: 'f.file_uuid',
  as: 'k',
  joins: 'JOIN file f USING (file_uuid)',
  fields: fileFields,
  parameters: [],
});
