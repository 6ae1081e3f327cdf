import fc, { type Arbitrary } from 'fast-check';
import type { OperationObject, ParameterObject, SchemaObject } from '../support/document/openapi.js';
import { NDJSON } from '../support/document/check-rows.js';
import { committedDocument, type Operation } from '../support/operations.js';
import { type Form, forms } from './form.js';
import { fromSchema } from './from-schema.js';
import { GARBAGE, hostileBody, hostileJson, hostileText } from './hostile.js';

export interface FuzzedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** What requests are made of beside the document: uuids that mean something, and images. */
export interface Material {
  uuids: string[];
  images: Buffer[];
}

const rarely = <Value>(value: Arbitrary<Value>): Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Requests of an operation, valid and not. */
export function requestsOf(
  { method, path, object }: Operation,
  material: Material,
): Arbitrary<FuzzedRequest> {
  const parts = fc.record({
    url: fc.tuple(pathOf(path, object, material), queryOf(object, material)).map((pieces) => pieces.join('')),
    headers,
    body: bodyOf(object, material),
  });
  return parts.map(({ url, headers: given, body }) => ({
    method,
    url,
    headers: { ...(body && { 'Content-Type': body.type }), ...given },
    body: body?.body,
  }));
}

/** Other methods, and other paths, than those of the document. */
export function straysOf(all: Operation[], { uuids }: Material): Arbitrary<FuzzedRequest> {
  const words = all.flatMap(({ path }) => path.split('/').slice(3));
  const piece = fc.oneof(fc.constantFrom(...words, ...uuids, ...GARBAGE), hostileText.map(encoded));
  return fc.record({
    method: fc.constantFrom('GET', 'PUT', 'PATCH', 'OPTIONS', 'POST', 'DELETE', 'TRACE', 'PROPFIND'),
    url: fc.array(piece, { maxLength: 4 }).map((pieces) => `/api/v1/${pieces.join('/')}`),
    headers,
  });
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function pathOf(path: string, { parameters = [] }: OperationObject, material: Material): Arbitrary<string> {
  const values = parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) =>
      urlValue(parameter.schema, material).map((value) => [parameter.name, value] as const),
    );
  return fc
    .tuple(...values)
    .map((pairs) => pairs.reduce((url, [name, value]) => url.replace(`{${name}}`, () => value), path));
}

function queryOf({ parameters = [] }: OperationObject, material: Material): Arbitrary<string> {
  const pairs = parameters
    .filter((parameter) => parameter.in === 'query')
    .map((each) => pairOf(each, material));
  const stray = rarely(
    fc.tuple(hostileText.map(encoded), hostileText.map(encoded)).map((pair) => pair.join('=')),
  );
  return fc.tuple(...pairs, stray).map((given) => {
    const present = given.filter((pair) => pair !== undefined);
    return present.length > 0 ? `?${present.join('&')}` : '';
  });
}

/** `name=value`; nothing at all often, where it may be left out. */
function pairOf(
  { name, schema, required }: ParameterObject,
  material: Material,
): Arbitrary<string | undefined> {
  const pair = urlValue(schema, material).map((value) => `${name}=${value}`);
  const twice = rarely(pair).chain((again) => pair.map((once) => (again ? `${once}&${again}` : once)));
  return fc.option(twice, { nil: undefined, freq: required ? 10 : 2 });
}

function urlValue(schema: SchemaObject, { uuids }: Material): Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: fromSchema(schema, uuids).map((value) => encoded(String(value))) },
    { weight: 1, arbitrary: hostileText.filter((text) => text !== '').map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...GARBAGE) },
  );
}

/** What a header's value may consist of; others no client sends. */
const headerText = fc.stringMatching(/^[\x21-\x7e\xa0-\xff]{0,40}$/);
const headers: Arbitrary<Record<string, string>> = fc
  .record({
    'X-API-Key': rarely(headerText),
    'If-None-Match': rarely(fc.oneof(headerText, fc.constantFrom('*', '"a"', 'W/"a", "b"'))),
    Range: rarely(fc.oneof(headerText, fc.constantFrom('bytes=0-9', 'bytes=-1', 'bytes=9-1,a'))),
    Accept: rarely(fc.oneof(headerText, fc.constantFrom('text/html', 'application/xml'))),
    'Accept-Encoding': rarely(fc.constantFrom('gzip', 'br', 'identity;q=0')),
    'Content-Encoding': rarely(fc.constantFrom('gzip', 'br', 'identity', 'nonsense')),
    'Content-Type': rarely(
      fc.oneof(headerText, fc.constantFrom('text/plain', 'application/json; charset=latin1', 'a/b+json')),
    ),
  })
  .map((given) => JSON.parse(JSON.stringify(given)) as Record<string, string>);

function bodyOf({ requestBody }: OperationObject, { uuids, images }: Material): Arbitrary<Form | undefined> {
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(requestBody?.content ?? {});
  if (!requestBody) return fc.constant(undefined);
  if (type === 'multipart/form-data') return forms(images);
  if (NDJSON in requestBody.content) return rowsOf(schema, uuids);
  return jsonOf(schema, uuids).map((body) => ({ type, body }));
}

/** Rows as an array or as lines, each valid or not. */
function rowsOf(schema: SchemaObject, uuids: string[]): Arbitrary<Form> {
  const valid = fromSchema(schema, uuids).map((rows) => (rows as object[]).map((row) => JSON.stringify(row)));
  const any = fc.array(jsonOf(schema.items!, uuids).map(String), { maxLength: 4 });
  const rows = fc.oneof(valid, any);
  return fc.oneof(
    rows.map((texts) => ({ type: 'application/json', body: Buffer.from(`[${texts.join(',')}]`) })),
    rows.map((texts) => ({ type: NDJSON, body: Buffer.from(texts.join('\n')) })),
    hostileBody.map((body) => ({ type: 'application/json', body })),
  );
}

function jsonOf(schema: SchemaObject, uuids: string[]): Arbitrary<Buffer> {
  const valid = fromSchema(schema, uuids) as Arbitrary<object>;
  const { properties = {} } = committedDocument().components.schemas[schema.$ref!.split('/').at(-1)!]!;
  const field = fc.oneof(fc.constantFrom(...Object.keys(properties)), hostileText);
  const wrong = fc
    .tuple(valid, field, hostileJson)
    .map(([body, name, value]) => ({ ...body, [name]: value }));
  const serialized = (body: object): Buffer => Buffer.from(JSON.stringify(body));
  return fc.oneof(
    { weight: 5, arbitrary: valid.map(serialized) },
    { weight: 4, arbitrary: wrong.map(serialized) },
    { weight: 1, arbitrary: hostileBody },
  );
}
