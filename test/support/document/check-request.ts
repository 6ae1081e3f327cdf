import type { Content, OperationObject, ParameterObject } from './openapi.js';
import { typed } from './check-answer.js';
import { type Exchange, mediaType } from './exchange.js';
import { checkRows, NDJSON } from './check-rows.js';
import { checkOf } from './schemas.js';

/** What of a request that was answered 2xx isn't as the document says: the service takes what it doesn't document. */
export async function checkRequest(
  exchange: Exchange,
  operation: OperationObject,
  path: Record<string, string>,
): Promise<string[]> {
  const faults = [...checkParameters(exchange, operation, path), ...(await checkBody(exchange, operation))];
  return faults.map((fault) => `request: ${fault}`);
}

function checkParameters(
  { url, headers }: Exchange,
  { parameters = [] }: OperationObject,
  path: Record<string, string>,
): string[] {
  const query = new URLSearchParams(url.split('?')[1]);
  const given = (parameter: ParameterObject): string[] => valuesOf(parameter, { path, query, headers });
  const names = new Set(parameters.filter((each) => each.in === 'query').map(({ name }) => name));
  const strays = [...query.keys()].filter((name) => !names.has(name));
  // Outside the API a query is anybody's: a probe may add to it what it likes.
  const unknown = url.startsWith('/api/') ? strays : [];
  return [
    ...unknown.map((name) => `parameter ${name} is not documented`),
    ...parameters.flatMap((parameter) => checkParameter(parameter, given(parameter))),
  ];
}

function valuesOf(
  { in: place, name }: ParameterObject,
  from: { path: Record<string, string>; query: URLSearchParams; headers: Record<string, string> },
): string[] {
  if (place === 'query') return from.query.getAll(name);
  const value = place === 'path' ? from.path[name] : from.headers[name.toLowerCase()];
  if (value === undefined) return [];
  return [place === 'path' ? decodeURIComponent(value) : value];
}

function checkParameter({ name, required, schema }: ParameterObject, values: string[]): string[] {
  if (values.length > 1) return [`parameter ${name} is given twice`];
  if (values.length === 0) return required ? [`parameter ${name} is missing`] : [];
  return checkOf(
    'request',
    schema,
  )(typed(values[0], schema.type)).map((fault) => `parameter ${name}: ${fault}`);
}

/** A body that an operation doesn't take goes unread. */
async function checkBody(exchange: Exchange, { requestBody }: OperationObject): Promise<string[]> {
  if (!requestBody) return [];
  const type = mediaType(exchange.headers['content-type']);
  const schema = (requestBody.content as Partial<Content>)[type]?.schema;
  if (!schema) return [`content type ${type} is not documented`];
  if (NDJSON in requestBody.content) return checkRows(exchange, type, schema);
  const body = type === 'multipart/form-data' ? await formOf(exchange) : jsonOf(exchange);
  return checkOf('request', schema)(body).map((fault) => `body: ${fault}`);
}

const jsonOf = ({ body = '' }: Exchange): unknown => JSON.parse(body.toString());

/** The fields of a form; files stand for themselves as text. */
async function formOf({ headers, body }: Exchange): Promise<Record<string, string>> {
  const form = await new Response(body, {
    headers: { 'Content-Type': headers['content-type']! },
  }).formData();
  const text = async (value: string | File): Promise<string> =>
    typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer()).toString('latin1');
  const fields = await Promise.all([...form].map(async ([name, value]) => [name, await text(value)]));
  return Object.fromEntries(fields) as Record<string, string>;
}
