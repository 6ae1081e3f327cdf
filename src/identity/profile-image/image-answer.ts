import type { EndpointOptions } from '../../common/openapi/endpoint.decorator.js';

const binary = { schema: { type: 'string' as const, format: 'binary' } };
const header = (description: string): object => ({ description, schema: { type: 'string' } });

/** How the document describes an image that goes out. */
export const IMAGE_ANSWER: EndpointOptions['ok'] = {
  description: 'The image.',
  content: { 'image/jpeg': binary, 'image/png': binary },
  headers: {
    ETag: header('Changes with the image; for If-None-Match.') as never,
    'X-Content-Type-Options': header('nosniff') as never,
  },
};
