import fc, { type Arbitrary } from 'fast-check';
import type { SchemaObject } from '../support/document/openapi.js';
import { committedDocument } from '../support/operations.js';

/** The longest text made; longer ones are the hostile values' affair. */
const MAX_LENGTH = 60;

const schemas = committedDocument().components.schemas;

/** Values that are as a schema says. `uuids` are some that mean something; examples do too, and are preferred. */
export function fromSchema(schema: SchemaObject, uuids: string[]): Arbitrary<unknown> {
  const made = valueOf(schema, uuids);
  const known = schema.example === undefined ? made : fc.oneof(fc.constant(schema.example), made);
  return schema.nullable ? fc.option(known, { nil: null, freq: 8 }) : known;
}

function valueOf(schema: SchemaObject, uuids: string[]): Arbitrary<unknown> {
  if (schema.$ref) return fromSchema(schemas[schema.$ref.split('/').at(-1)!]!, uuids);
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((each) => fromSchema(each, uuids)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, uuids);
    case 'array':
      return fc.array(fromSchema(schema.items!, uuids), { minLength: schema.minItems, maxLength: 4 });
    case 'integer':
      return integerOf(schema);
    case 'number':
      return numberOf(schema);
    case 'string':
      return textOf(schema, uuids);
    default:
      throw new Error(`No values are made of ${JSON.stringify(schema)} yet`);
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: SchemaObject,
  uuids: string[],
): Arbitrary<unknown> {
  if (additionalProperties === true) return fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
  const fields = Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema, uuids)]);
  return fc.record(Object.fromEntries(fields) as Record<string, Arbitrary<unknown>>, {
    requiredKeys: required,
  });
}

/** Small numbers find rows more often than large ones. */
function integerOf({ minimum: min, maximum: max }: SchemaObject): Arbitrary<number> {
  const least = min ?? 0;
  return fc.oneof(fc.integer({ min: least, max: least + 9 }), fc.integer({ min, max }));
}

function numberOf({ minimum: min, maximum: max }: SchemaObject): Arbitrary<number> {
  return fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
}

function textOf(
  { pattern, minLength, maxLength = MAX_LENGTH }: SchemaObject,
  uuids: string[],
): Arbitrary<string> {
  const matching = pattern && fc.stringMatching(new RegExp(pattern, 'u'));
  if (matching) return isUuid(pattern) ? fc.oneof(fc.constantFrom(...uuids), matching) : matching;
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, MAX_LENGTH) });
}

const isUuid = (pattern: string): boolean => pattern.includes('{32}');
