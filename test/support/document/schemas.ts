import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { committedDocument } from '../operations.js';
import { closed } from './closed.js';
import type { SchemaObject } from './openapi.js';

/** What is wrong with a value; empty where nothing is. */
export type Check = (value: unknown) => string[];

/**
 * Answers are judged by closed schemas: what isn't documented must not go out. Requests are judged by the
 * schemas as they are: what a schema leaves open may be sent.
 */
export type Side = 'request' | 'answer';

/** What the references of the document are relative to. */
const DOCUMENT = 'https://momentry.test/openapi.json';
const schemas = committedDocument().components.schemas;
const validators = {
  request: validatorOf((schema) => schema),
  answer: validatorOf(closed),
};
const compiled = {
  request: new Map<string, ValidateFunction>(),
  answer: new Map<string, ValidateFunction>(),
};

/** Ajv reads the schemas of OpenAPI 3.0 as they are (`nullable` included), and being strict refuses what it doesn't know. */
function validatorOf(adapt: (schema: SchemaObject) => SchemaObject): {
  ajv: Ajv2019;
  adapt: (schema: SchemaObject) => SchemaObject;
} {
  const ajv = new Ajv2019({ strict: true, strictTypes: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat('binary', true).addVocabulary(['example', 'components']);
  const components = Object.entries(schemas).map(([name, schema]) => [name, adapt(schema)]);
  ajv.addSchema({ components: { schemas: Object.fromEntries(components) } }, DOCUMENT);
  return { ajv, adapt };
}

/** The check of a schema of the document. */
export function checkOf(side: Side, schema: SchemaObject): Check {
  const validate = validateOf(side, schema);
  return (value) => {
    if (validate(value)) return [];
    return validate.errors!.map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
    );
  };
}

function validateOf(side: Side, schema: SchemaObject): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = compiled[side].get(key);
  if (known) return known;
  const { ajv, adapt } = validators[side];
  const absolute = JSON.parse(
    JSON.stringify(adapt(schema)).replaceAll('"#/components/', `"${DOCUMENT}#/components/`),
  ) as SchemaObject;
  const validate = ajv.compile(absolute);
  compiled[side].set(key, validate);
  return validate;
}
