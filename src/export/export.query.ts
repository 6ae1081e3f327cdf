import { ChoiceField } from '../common/validation/fields.js';

/** What the archive is to hold. */
export class ExportQuery {
  @ChoiceField({
    description:
      'Whether the profile images come too, in base64, before the last line. One that is missing on disk is left out.',
    of: ['true', 'false'],
    optional: true,
    default: 'false',
  })
  images?: 'true' | 'false';
}
