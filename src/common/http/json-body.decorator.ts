import { applyDecorators, type Type, UseGuards } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { Refuses } from '../openapi/refuses.decorator.js';
import { JsonBodyGuard } from './json-body.guard.js';

/** The route takes a JSON body of this type: reads it, and documents it with the refusals that come with it. */
export const JsonBody = (
  type: Type,
  examples?: Record<string, { summary: string; value: object }>,
): MethodDecorator =>
  applyDecorators(
    UseGuards(JsonBodyGuard),
    ApiBody({ type, required: true, examples }),
    Refuses('malformed_json', 'body_too_large', 'unsupported_media_type'),
  );
