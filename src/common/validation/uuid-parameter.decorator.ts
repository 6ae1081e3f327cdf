import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { UUID_INPUT, UuidPipe } from '../uuid.js';

/** A path parameter that is the uuid of `what`, judged and documented; taken over as 32 lower-case hex digits. */
export function UuidParameter(name: string, what: string, example: string): ParameterDecorator {
  const pipe = new UuidPipe(name);
  const document = ApiParam({
    name,
    description: `${what}: 32 hex digits, with or without hyphens.`,
    schema: { type: 'string', pattern: UUID_INPUT, example },
  });
  return (target, key, index) => {
    document(target, key!, Object.getOwnPropertyDescriptor(target, key!)!);
    Param(name, pipe)(target, key, index);
  };
}
