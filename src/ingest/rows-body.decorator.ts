import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, getSchemaPath } from '@nestjs/swagger';
import { Refuses } from '../common/openapi/refuses.decorator.js';
import type { RowName } from './row-schemas.js';
import { NDJSON } from './rows-of-request.js';
import { RowsReplayGuard } from './rows-replay.guard.js';

/** The route takes rows, as an array or as lines, of any number. */
export const RowsBody = (row: RowName, example: object): MethodDecorator =>
  applyDecorators(
    UseGuards(RowsReplayGuard),
    ApiConsumes('application/json', NDJSON),
    ApiBody({
      required: true,
      description: `The rows: a JSON array, or as ${NDJSON} one JSON object a line; plain or compressed with gzip, deflate or br.`,
      schema: { type: 'array', items: { $ref: getSchemaPath(row) }, example: [example] },
    }),
    Refuses('malformed_json', 'body_too_large', 'unsupported_media_type'),
  );
