import { IntegerParameter } from '../../common/validation/fields.js';

export const DEFAULT_GRACE = 24;
export const MAX_GRACE = 720;

/** How a key is rotated. */
export class RotateQuery {
  @IntegerParameter({
    description: `Hours for which the key that is replaced goes on working, 0 to ${MAX_GRACE}.`,
    min: 0,
    max: MAX_GRACE,
    optional: true,
    default: DEFAULT_GRACE,
  })
  grace_hours?: number;
}
