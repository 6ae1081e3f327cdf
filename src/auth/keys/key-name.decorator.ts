import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { invalidRequest } from '../../common/errors/problems.js';
import { KEY_NAME, NAME_FAULT, NAME_PATTERN } from './key.schemas.js';

const pipe: PipeTransform<string, string> = {
  transform(name) {
    if (new RegExp(NAME_PATTERN).test(name)) return name;
    throw invalidRequest([{ pointer: '#/name', detail: NAME_FAULT }]);
  },
};

/** The path parameter `name`. */
export function KeyName(): ParameterDecorator {
  const schema = { type: 'string', pattern: NAME_PATTERN, example: KEY_NAME.example } as const;
  const document = ApiParam({ name: 'name', description: 'The name of a key.', schema });
  return (target, key, index) => {
    document(target, key!, Object.getOwnPropertyDescriptor(target, key!)!);
    Param('name', pipe)(target, key, index);
  };
}
