import type { OpenAPIObject } from '@nestjs/swagger';

const text = (description: string, required: boolean): object => ({
  description,
  required,
  schema: { type: 'string' },
});

/** Headers that every answer has, or may have. Those that are for browsers alone go without saying. */
const HEADERS = {
  'X-Request-Id': text(
    'The id of the request: the one that was sent, where it has 1 to 128 letters, digits, `.`, `_` and `-`, else one made for it.',
    true,
  ),
  RateLimit: text('Where requests are limited: what is left (draft-ietf-httpapi-ratelimit-headers).', false),
  'RateLimit-Policy': text('Where requests are limited: how many there may be in how many seconds.', false),
};

const names = Object.keys(HEADERS);

/** Documents them once, and at each answer that they are there. */
export function documentAnswerHeaders(document: OpenAPIObject): void {
  const references = Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  Object.assign(document.components!, { headers: HEADERS });
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations) as { responses: Record<string, object> }[]) {
      for (const response of Object.values(responses)) addHeaders(response, references);
    }
  }
}

function addHeaders(response: { headers?: object }, references: object): void {
  response.headers = { ...response.headers, ...references };
}
