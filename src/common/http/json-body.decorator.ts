import { applyDecorators, type Type, UseInterceptors } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { Refuses } from '../openapi/refuses.decorator.js';
import { JsonBodyInterceptor } from './json-body.interceptor.js';

/** The route takes a JSON body of this type: reads it, and documents it with the refusals that come with it. */
export const JsonBody = (
  type: Type,
  examples?: Record<string, { summary: string; value: object }>,
): MethodDecorator =>
  applyDecorators(
    UseInterceptors(JsonBodyInterceptor),
    ApiBody({ type, required: true, examples }),
    Refuses('malformed_json', 'body_too_large', 'unsupported_media_type'),
  );
