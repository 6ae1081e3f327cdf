import { ChoiceField } from '../../common/validation/fields.js';

/** How the rows are meant. */
export class IngestQuery {
  @ChoiceField({
    description:
      '`true`: the rows are all that the file has; what they lack is removed, unless a row is refused. Detections that a person has bound stay in any case. `false`: the rows are added to those already there.',
    of: ['true', 'false'],
    optional: true,
    default: 'false',
  })
  complete?: 'true' | 'false';
}
