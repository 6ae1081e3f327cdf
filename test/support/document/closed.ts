import type { SchemaObject } from './openapi.js';

/**
 * The same schema without room for what it doesn't name, at every depth. An object that says nothing of
 * additionalProperties is closed where it is used, not where it is defined: `unevaluatedProperties` there
 * sees through $ref and allOf. An object that says `additionalProperties: true` has evaluated them all.
 */
export function closed(schema: SchemaObject): SchemaObject {
  const inside = withClosedInside(schema);
  return schema.type && schema.type !== 'object' ? inside : { ...inside, unevaluatedProperties: false };
}

/** Members of a composition stay open: what one of them doesn't name another may. */
function withClosedInside(schema: SchemaObject): SchemaObject {
  const { properties, items, additionalProperties, allOf, oneOf, anyOf } = schema;
  return {
    ...schema,
    ...(properties && { properties: mapped(properties, closed) }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(allOf && { allOf: allOf.map(withClosedInside) }),
    ...(oneOf && { oneOf: oneOf.map(withClosedInside) }),
    ...(anyOf && { anyOf: anyOf.map(withClosedInside) }),
  };
}

const mapped = (
  schemas: Record<string, SchemaObject>,
  change: (schema: SchemaObject) => SchemaObject,
): Record<string, SchemaObject> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
