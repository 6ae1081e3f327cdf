import type { ApiResponseOptions } from '@nestjs/swagger';
import type { EndpointOptions } from '../common/openapi/endpoint.decorator.js';

const NDJSON = 'application/x-ndjson';

const headers = {
  'Content-Disposition': {
    description: 'A name to save it under, with the day in UTC.',
    required: true,
    schema: {
      type: 'string',
      pattern: '^attachment; filename="momentry-export-[0-9]{4}-[0-9]{2}-[0-9]{2}\\.ndjson"$',
    },
  },
  'Cache-Control': {
    description: 'It is of this moment.',
    required: true,
    schema: { type: 'string', enum: ['no-store'] },
  },
} as ApiResponseOptions['headers'];

/** How the document describes the archive. */
export const ARCHIVE_ANSWER: EndpointOptions['ok'] = {
  description: 'The archive: a JSON object a line. One without its last line, of type `end`, is incomplete.',
  content: { [NDJSON]: { schema: { type: 'string' } } },
  headers,
};

/** The headers that it goes out with. */
export const archiveHeaders = (): Record<string, string> => ({
  'Content-Type': `${NDJSON}; charset=utf-8`,
  'Content-Disposition': `attachment; filename="momentry-export-${new Date().toISOString().slice(0, 10)}.ndjson"`,
  'Cache-Control': 'no-store',
});
