import type { Listing } from '../../common/paging/listing.js';
import { fileFields } from '../presenters/file.presenter.js';

/** All files. */
export const filesListing = (): Listing => ({
  name: 'all_files',
  subject: 'SELECT',
  total: 'SELECT count(*) FROM file f',
  fields: fileFields,
  from: 'file f',
  where: 'true',
  order: [
    { sql: 'f.sort_key', type: 'text' },
    { sql: 'f.file_uuid', type: 'uuid' },
  ],
  parameters: [],
});
