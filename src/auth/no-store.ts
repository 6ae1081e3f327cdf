import { JsonText } from '../common/http/json-text.js';

/** An answer that nobody on its way may keep: it holds a secret, or says who is asking. */
export const unkept = (body: object, headers: Record<string, string> = {}): JsonText =>
  new JsonText(JSON.stringify(body), { 'Cache-Control': 'no-store', ...headers });

/** Its header as the OpenAPI document has it. */
export const NO_STORE_HEADER = {
  'Cache-Control': {
    description: 'The answer is kept nowhere.',
    required: true,
    schema: { type: 'string' as const, enum: ['no-store'] },
  },
};
