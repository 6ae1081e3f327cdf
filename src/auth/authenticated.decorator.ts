import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { Refuses } from '../common/openapi/refuses.decorator.js';
import { ApiKeyGuard } from './api-key.guard.js';

/** The name of the API key's scheme in the OpenAPI document. */
export const API_KEY_SCHEME = 'api_key';

/** Every route of this controller needs the API key, and says so in the document. */
export const Authenticated = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    UseGuards(ApiKeyGuard),
    ApiSecurity(API_KEY_SCHEME),
    Refuses('unauthorized', 'rate_limited'),
  );
