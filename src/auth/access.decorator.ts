import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { Refuses } from '../common/openapi/refuses.decorator.js';
import { AccessGuard, NeededScope } from './access.guard.js';
import type { Scope } from './scopes.js';

/** Who may call a route: whoever has a key with this scope, or with whichever, or anybody. */
export type Access = Scope | 'any-key' | 'anybody';

/** The names of the schemes in the OpenAPI document: the ways to show that one has a key. */
export const API_KEY_SCHEME = 'api_key';
export const BEARER_SCHEME = 'bearer';
export const SESSION_SCHEME = 'session';

/** Guards a route, and documents what it needs with the refusals that come with it. */
export function NeedsAccess(access: Access): MethodDecorator {
  if (access === 'anybody') return ApiOperation({ security: [] });
  if (access === 'any-key')
    return applyDecorators(NeedsKey(null), Refuses('unauthorized', 'rate_limited', 'key_in_query'));
  return applyDecorators(
    NeedsKey(access),
    ApiExtension('x-required-scope', access),
    ApiResponse({ status: 403, description: `Needs the scope \`${access}\`.` }),
    Refuses(
      'unauthorized',
      'rate_limited',
      'key_in_query',
      'forbidden',
      ...(access === 'identity:read' ? [] : CHANGES),
    ),
  );
}

/** How a route that changes something refuses beside that. */
const CHANGES = ['cross_site'] as const;

const NeedsKey = (scope: Scope | null): MethodDecorator =>
  applyDecorators(
    NeededScope(scope),
    UseGuards(AccessGuard),
    ApiSecurity(API_KEY_SCHEME),
    ApiSecurity(BEARER_SCHEME),
    ApiSecurity(SESSION_SCHEME),
  );
