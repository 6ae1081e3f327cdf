import { CHARADE } from '../common/openapi/schemas.js';
import { UuidParameter } from '../common/validation/uuid-parameter.decorator.js';

/** The path parameter `file_uuid`. The example is a film of the demo. */
export const FileUuid = (example = CHARADE): ParameterDecorator =>
  UuidParameter('file_uuid', 'The file', example);
