import { committedDocument } from '../operations.js';
import type { HeaderObject, ResponseObject } from './openapi.js';
import { type Exchange, mediaType } from './exchange.js';
import { checkOf } from './schemas.js';

/** Headers of HTTP itself, which no document lists. */
const OF_HTTP = ['date', 'connection', 'keep-alive', 'content-type', 'content-length', 'transfer-encoding'];

/** Headers that helmet has browsers told: the same in every answer, as test/manners.spec.ts sees to. */
const OF_HELMET = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

/** What of an answer isn't as its documented response says: headers, content type, body. */
export function checkAnswer(exchange: Exchange, response: ResponseObject): string[] {
  return [...checkHeaders(exchange, response), ...checkContent(exchange, response)];
}

function checkHeaders({ answer }: Exchange, { headers = {} }: ResponseObject): string[] {
  const documented = Object.entries(headers).flatMap(([name, header]) => {
    const { required, schema } = resolved(header);
    // Of several Set-Cookie node makes a list; ours is one.
    const value = [answer.headers[name.toLowerCase()]].flat()[0];
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    return checkOf('answer', schema)(typed(value, schema.type)).map((fault) => `header ${name}: ${fault}`);
  });
  const names = new Set([
    ...OF_HTTP,
    ...OF_HELMET,
    ...Object.keys(headers).map((name) => name.toLowerCase()),
  ]);
  const unknown = Object.keys(answer.headers).filter((name) => !names.has(name));
  return [...documented, ...unknown.map((name) => `header ${name} is not documented`)];
}

/** What several answers share stands in one place of the document. */
const resolved = (header: HeaderObject | { $ref: string }): HeaderObject =>
  '$ref' in header ? committedDocument().components.headers[header.$ref.split('/').pop()!]! : header;

function checkContent({ method, answer }: Exchange, { content }: ResponseObject): string[] {
  if (!content) return answer.bytes.length > 0 ? ['has a body, but none is documented'] : [];
  const type = mediaType(answer.headers['content-type']);
  const schema = content[type]?.schema;
  if (!schema) return [`content type ${type} is not documented`];
  if (method === 'HEAD') return answer.bytes.length > 0 ? ['has a body, but HEAD has none'] : [];
  const body: unknown = /[/+]json$/.test(type) ? answer.body : answer.text;
  return checkOf('answer', schema)(body).map((fault) => `body: ${fault}`);
}

/** What a text in a header or a parameter is as a value of a type; itself where it is none. */
export function typed(value: unknown, type: string | undefined): unknown {
  if (typeof value !== 'string') return value;
  const isNumber = (type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value);
  return isNumber ? Number(value) : value;
}
