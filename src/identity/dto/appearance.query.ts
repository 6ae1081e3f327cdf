import { PageQuery } from '../../common/paging/page.query.js';
import { UuidField } from '../../common/validation/fields.js';

/** Which rows: of one file or of all, one page of them or all. */
export class AppearanceInFileQuery extends PageQuery {
  @UuidField({
    description: 'Only rows of this file.',
    example: 'bd80fec92b0b6963d177a2c55bf713e2',
    optional: true,
  })
  file_uuid?: string;
}
