import { applyDecorators, HttpCode, type Type, UseGuards } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { type Access, NeedsAccess } from '../../auth/access.decorator.js';
import { type ChangeOptions, Changes, headersOfChange } from '../../change/changes.decorator.js';
import type { ProblemCode } from '../errors/problem-codes.js';
import { NoQueryGuard } from '../http/no-query.guard.js';
import { Refuses } from './refuses.decorator.js';
import { headersOfTag, Tagged } from './tagged.decorator.js';

export interface EndpointOptions {
  /** Who may call it. */
  access: Access;
  summary: string;
  description: string;
  /** The 200. */
  ok: Pick<ApiResponseOptions, 'description' | 'headers'> & { type?: Type; content?: object };
  refuses?: ProblemCode[];
  /** What it is about, in the reference's words: an identity unless told. */
  scope?: 'identity-level' | 'file-level' | 'service-level';
  /** It takes parameters in its query, which a DTO judges. Others refuse all. */
  query?: boolean;
  /** It answers with an ETag; `page`: unless all rows are asked for, and they are many. */
  tagged?: 'always' | 'page';
  /** It changes something. */
  change?: ChangeOptions;
}

/** Guards an operation; documents it, its answer and its refusals. POSTs answer 200, as the reference has it. */
export function Endpoint({
  access,
  summary,
  description,
  ok,
  refuses = [],
  scope = 'identity-level',
  query,
  tagged,
  change,
}: EndpointOptions): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    // Before all else: a stranger is told nothing.
    NeedsAccess(access),
    ...(query ? [] : [UseGuards(NoQueryGuard)]),
    ApiOperation({ summary, description }),
    ApiExtension('x-scope', scope),
    ...(tagged ? [Tagged(tagged, ok.headers)] : []),
    ...(change ? [Changes(change)] : []),
    ApiResponse({
      ...ok,
      headers: { ...ok.headers, ...(tagged && headersOfTag(tagged)), ...(change && headersOfChange(change)) },
      status: 200,
    } as ApiResponseOptions),
    Refuses('invalid_request', 'malformed_url', ...refuses, 'overloaded', 'database_unavailable'),
  );
}

/** The header of an answer that is a page. */
export const LINK_HEADER = {
  Link: {
    description: 'The pages around this one (RFC 8288).',
    required: true,
    schema: { type: 'string' as const },
  },
};

/** The same where all rows may be sent at once: then there are no pages around. */
export const LINK_OF_PAGE_HEADER = { Link: { ...LINK_HEADER.Link, required: false } };
