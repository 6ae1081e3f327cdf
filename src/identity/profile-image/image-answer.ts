import type { ApiResponseOptions } from '@nestjs/swagger';
import type { EndpointOptions } from '../../common/openapi/endpoint.decorator.js';

const binary = { schema: { type: 'string' as const, format: 'binary' } };
const header = (description: string, ...words: string[]): object => ({
  description,
  required: true,
  schema: { type: 'string' as const, ...(words.length > 0 && { enum: words }) },
});

const headers = {
  ETag: header('Changes with the image; for If-None-Match.'),
  'Cache-Control': header('Keep it, but ask each time whether it is still the one.', 'private, no-cache'),
  'X-Content-Type-Options': header('Never take it for anything else.', 'nosniff'),
} as ApiResponseOptions['headers'];

/** How the document describes an image that goes out. */
export const IMAGE_ANSWER: EndpointOptions['ok'] = {
  description: 'The image.',
  content: { 'image/jpeg': binary, 'image/png': binary },
  headers,
};

/** And the answer to a client that has it already. */
export const NOT_MODIFIED: ApiResponseOptions = {
  status: 304,
  description: 'The image is still the one that `If-None-Match` names.',
  headers,
};
