import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { UUID_INPUT, UuidPipe } from '../common/uuid.js';
import { CARY } from '../common/openapi/schemas.js';

const pipe = new UuidPipe('identity_uuid');

const document = (example: string): MethodDecorator =>
  ApiParam({
    name: 'identity_uuid',
    description: 'The identity: 32 hex digits, with or without hyphens.',
    schema: { type: 'string', pattern: UUID_INPUT, example },
  });

/**
 * The path parameter `identity_uuid`, judged and documented; taken over as 32 lower-case hex digits.
 * The example is somebody of the demo.
 */
export function IdentityUuid(example = CARY): ParameterDecorator {
  return (target, key, index) => {
    document(example)(target, key!, Object.getOwnPropertyDescriptor(target, key!)!);
    Param('identity_uuid', pipe)(target, key, index);
  };
}
