import type { EndpointOptions } from '../../common/openapi/endpoint.decorator.js';

const binary = { schema: { type: 'string' as const, format: 'binary' } };

/** How the document describes an image that goes out. */
export const IMAGE_ANSWER: EndpointOptions['ok'] = {
  description: 'The image.',
  content: { 'image/jpeg': binary, 'image/png': binary },
  headers: {
    'X-Content-Type-Options': {
      description: 'Never take it for anything else.',
      required: true,
      schema: { type: 'string', enum: ['nosniff'] },
    },
  },
};
