import type { ResponseObject } from './openapi.js';
import { type Exchange, mediaType } from './exchange.js';
import { checkOf } from './schemas.js';

/** Headers of HTTP itself, which no document lists. */
const OF_HTTP = ['date', 'connection', 'keep-alive', 'content-type', 'content-length', 'transfer-encoding'];

/** What of an answer isn't as its documented response says: headers, content type, body. */
export function checkAnswer(exchange: Exchange, response: ResponseObject): string[] {
  return [...checkHeaders(exchange, response), ...checkContent(exchange, response)];
}

function checkHeaders({ answer }: Exchange, { headers = {} }: ResponseObject): string[] {
  const documented = Object.entries(headers).flatMap(([name, { required, schema }]) => {
    // Of several Set-Cookie node makes a list; ours is one.
    const value = [answer.headers[name.toLowerCase()]].flat()[0];
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    return checkOf('answer', schema)(typed(value, schema.type)).map((fault) => `header ${name}: ${fault}`);
  });
  const names = new Set([...OF_HTTP, ...Object.keys(headers).map((name) => name.toLowerCase())]);
  const unknown = Object.keys(answer.headers).filter((name) => !names.has(name));
  return [...documented, ...unknown.map((name) => `header ${name} is not documented`)];
}

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
