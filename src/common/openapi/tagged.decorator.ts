import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

/** Which answers have an ETag. */
export type Tagging = 'always' | 'page';

const text = { type: 'string' as const };

/** The headers of an answer that a client may keep, and ask for again. */
export const headersOfTag = (tagging: Tagging): ApiResponseOptions['headers'] => {
  const required = tagging === 'always';
  return {
    ETag: { description: 'Stands for what was sent; for `If-None-Match`.', required, schema: text },
    'Cache-Control': {
      description: 'Keep it, but ask each time whether it still is so.',
      required,
      schema: { ...text, enum: ['private, no-cache'] },
    },
  };
};

/** Documents that a client that has the answer already is told so. `headers`: those of the answer beside its tag's. */
export const Tagged = (tagging: Tagging, headers: ApiResponseOptions['headers']): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      description: `ETags of what the client has${tagging === 'page' ? ' (a list of over 1,000 rows that is sent as a whole has none)' : ''}: where one of them still holds, the answer is 304.`,
      schema: text,
    }),
    ApiResponse({
      status: 304,
      description: 'It still is what `If-None-Match` names.',
      headers: { ...headers, ...headersOfTag('always') },
    }),
  );
