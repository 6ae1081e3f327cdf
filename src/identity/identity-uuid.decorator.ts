import { CARY } from '../common/openapi/schemas.js';
import { UuidParameter } from '../common/validation/uuid-parameter.decorator.js';

/** The path parameter `identity_uuid`. The example is somebody of the demo. */
export const IdentityUuid = (example = CARY): ParameterDecorator =>
  UuidParameter('identity_uuid', 'The identity', example);
