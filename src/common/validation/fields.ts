import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { toHex, UUID_FAULT, UUID_INPUT, UUID_PATTERN } from '../uuid.js';
import { textFault } from './json-faults.js';
import { rule } from './rules.js';

/** What every field of a request says about itself. */
export interface FieldOptions {
  description: string;
  example?: unknown;
  /** It may be left out. */
  optional?: boolean;
  /** null is a value. */
  nullable?: boolean;
  default?: unknown;
}

/** Declares a field of a request: the rules that judge it and the schema that documents it, in one place. */
export function field(
  { description, example, optional, nullable, default: fallback }: FieldOptions,
  schema: ApiPropertyOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator {
  const documented = { ...schema, description, example, default: fallback, nullable, required: !optional };
  const given = Object.fromEntries(Object.entries(documented).filter(([, value]) => value !== undefined));
  const absent: PropertyDecorator[] = [];
  if (optional) absent.push(ValidateIf((_, value) => value !== undefined));
  if (nullable) absent.push(IsOptional());
  return applyDecorators(ApiProperty(given), ...absent, ...rules);
}

/** A string of `min` to `max` characters (code points) that can be stored and sent. */
export function TextField(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  return field(
    options,
    { type: String, minLength: min, maxLength: max },
    CodePoints(min, max),
    StorableText(),
  );
}

/** A string of 1 to `max` characters, not counting the white space around it, which is taken off. */
export function TrimmedTextField(options: FieldOptions & { max: number }): PropertyDecorator {
  const { max } = options;
  return field(
    options,
    { type: String, pattern: `^\\s*\\S([\\s\\S]{0,${max - 2}}\\S)?\\s*$` },
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    CodePoints(1, max),
    StorableText(),
  );
}

/** A uuid in any spelling, taken over as 32 lower-case hex digits. */
export function UuidField(options: FieldOptions): PropertyDecorator {
  return field(
    options,
    { type: String, pattern: UUID_INPUT },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && UUID_PATTERN.test(value) ? toHex(value) : value,
    ),
    Matches(UUID_PATTERN, { message: UUID_FAULT }),
  );
}

/** A whole number from `min` to `max`. */
export function IntegerField(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  const message = `must be a whole number from ${min} to ${max}`;
  return field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

/** A number from `min` to `max`. */
export function NumberField(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  const message = `must be a number from ${min} to ${max}`;
  const fits = (value: unknown): boolean => typeof value === 'number' && value >= min && value <= max;
  return field(options, { type: Number, minimum: min, maximum: max }, rule('numberInRange', message, fits));
}

/** A whole number in a query string: digits and nothing else. */
export function IntegerParameter(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const digits = ({ value }: { value: unknown }): unknown =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return applyDecorators(Transform(digits), IntegerField(options));
}

/** One of a few words; `synonyms` are taken too, by a `Transform` that makes them one of those. */
export function ChoiceField(
  options: FieldOptions & { of: readonly string[]; synonyms?: readonly string[] },
): PropertyDecorator {
  const message = `must be one of ${options.of.join(', ')}`;
  const words = [...options.of, ...(options.synonyms ?? []), ...(options.nullable ? [null] : [])];
  return field(options, { type: String, enum: words }, IsIn(options.of, { message }));
}

/** A string of `min` to `max` code points, which is what JSON Schema counts; class-validator's Length counts fewer. */
function CodePoints(min: number, max: number): PropertyDecorator {
  const fits = ({ length }: string[]): boolean => length >= min && length <= max;
  const validate = (value: unknown): boolean => typeof value === 'string' && fits([...value]);
  const defaultMessage = (): string => `must be a string of ${min} to ${max} characters`;
  return ValidateBy({ name: 'codePoints', validator: { validate, defaultMessage } });
}

/** Text without NUL and without half a surrogate pair. */
function StorableText(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && !textFault(value);
  const defaultMessage = (): string => 'must not contain NUL or half a surrogate pair';
  return ValidateBy({ name: 'storableText', validator: { validate, defaultMessage } });
}
