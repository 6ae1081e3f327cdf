import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';
import type { FieldFault } from '../common/errors/problem.js';
import { textFault } from '../common/validation/json-faults.js';

/** What is wrong with a row; empty where nothing is. */
export type Judge = (row: unknown) => FieldFault[];

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });

/**
 * Judges rows by the schema that documents them. Compiled once, when the first row comes: a class-validator DTO takes
 * fifty times as long, and there are millions of rows.
 */
export function judgeOf(schema: SchemaObject): Judge {
  let compiled: ValidateFunction | undefined;
  return (row) => {
    const validate = (compiled ??= ajv.compile(schema));
    if (!validate(row)) return (validate.errors ?? []).map(toFault);
    return textFaults(row as object);
  };
}

function toFault({ instancePath, keyword, params, message = '' }: ErrorObject): FieldFault {
  const given = params as {
    additionalProperty?: string;
    missingProperty?: string;
    allowedValues?: unknown[];
  };
  const pointer = (name: string | undefined): string =>
    `#${instancePath}/${encodeURIComponent(String(name).toWellFormed())}`;
  switch (keyword) {
    case 'additionalProperties':
      return { pointer: pointer(given.additionalProperty), detail: 'is not known here' };
    case 'required':
      return { pointer: pointer(given.missingProperty), detail: 'is missing' };
    case 'enum':
      return {
        pointer: `#${instancePath}`,
        detail: `must be one of ${given.allowedValues?.map(String).join(', ')}`,
      };
    default:
      return { pointer: `#${instancePath}`, detail: message };
  }
}

/** NUL and half surrogates, in the texts of a row and of the objects in it. */
function textFaults(row: object, parent = '#'): FieldFault[] {
  return Object.entries(row).flatMap(([name, value]: [string, unknown]) => {
    const pointer = `${parent}/${name}`;
    const detail = typeof value === 'string' ? textFault(value) : undefined;
    if (detail) return [{ pointer, detail }];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? textFaults(value, pointer) : [];
  });
}
