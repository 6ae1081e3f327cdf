import { ChoiceField } from '../../common/validation/fields.js';

/** How the rows are meant. */
export class IngestQuery {
  @ChoiceField({
    description:
      '`true`: the rows are all that the file has; what they lack is removed, but for the detections that a person has bound. `false`: they come beside the others.',
    of: ['true', 'false'],
    optional: true,
    default: 'false',
  })
  complete?: 'true' | 'false';
}
