import { ClosedSchema } from '../../common/openapi/closed-schema.decorator.js';
import { TextField } from '../../common/validation/fields.js';

/** Longer ones are no key. */
const MAX_KEY = 1000;

/** What a browser logs in with. */
@ClosedSchema()
export class LoginDto {
  @TextField({ description: 'An API key.', example: 'momentry_…', min: 1, max: MAX_KEY })
  api_key: string;
}
