import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { ProblemCode } from '../errors/problem-codes.js';
import { Refuses } from './refuses.decorator.js';

export interface EndpointOptions {
  summary: string;
  description: string;
  /** The 200. */
  ok: Pick<ApiResponseOptions, 'description' | 'headers'> & { type?: Type; content?: object };
  refuses?: ProblemCode[];
}

/** Documents an operation, its answer and its refusals. POSTs answer 200, as the reference has it. */
export function Endpoint({ summary, description, ok, refuses = [] }: EndpointOptions): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    ApiOperation({ summary, description }),
    ApiExtension('x-scope', 'identity-level'),
    ApiResponse({ ...ok, status: 200 } as ApiResponseOptions),
    Refuses('invalid_request', 'malformed_url', ...refuses, 'database_unavailable'),
  );
}

/** The header of an answer that is a page. */
export const LINK_HEADER = {
  Link: { description: 'The pages around this one (RFC 8288).', schema: { type: 'string' as const } },
};
