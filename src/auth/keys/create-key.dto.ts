import { ArrayNotEmpty, IsArray, IsIn, Matches } from 'class-validator';
import { ClosedSchema } from '../../common/openapi/closed-schema.decorator.js';
import { field, IntegerField } from '../../common/validation/fields.js';
import { type Scope, SCOPES } from '../scopes.js';
import { KEY_NAME, KEY_SCOPES, NAME_FAULT, NAME_PATTERN } from './key.schemas.js';

export const DEFAULT_DAYS = 90;
/** Ten years. */
export const MAX_DAYS = 3650;

const SCOPES_FAULT = `must be a list of one or more of ${SCOPES.join(', ')}`;

/** A key as it is created. */
@ClosedSchema()
export class CreateKeyDto {
  @field(
    { description: 'What to call it. No other key that works may be called so.', example: KEY_NAME.example },
    { type: String, pattern: NAME_PATTERN },
    Matches(new RegExp(NAME_PATTERN), { message: NAME_FAULT }),
  )
  name: string;

  @field(
    { description: 'What it may do. No scope includes another one.', example: KEY_SCOPES.example },
    { ...KEY_SCOPES, minItems: 1 },
    IsArray({ message: SCOPES_FAULT }),
    ArrayNotEmpty({ message: SCOPES_FAULT }),
    IsIn(SCOPES, { each: true, message: SCOPES_FAULT }),
  )
  scopes: Scope[];

  @IntegerField({
    description: `Days until it expires, 1 to ${MAX_DAYS}; null: never.`,
    min: 1,
    max: MAX_DAYS,
    optional: true,
    nullable: true,
    default: DEFAULT_DAYS,
  })
  expires_in_days?: number | null;
}

export const CREATE_KEY_EXAMPLES = {
  importer: {
    summary: 'A program that brings files in',
    value: { name: KEY_NAME.example, scopes: KEY_SCOPES.example },
  },
};
