import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiHeader, type ApiResponseOptions } from '@nestjs/swagger';
import { Refuses } from '../common/openapi/refuses.decorator.js';
import { IdempotencyGuard } from '../idempotency/idempotency.guard.js';
import { ChangeGuard } from './change.guard.js';
import { NoConditionGuard } from './no-condition.guard.js';

/** How a route that changes something can be asked to. */
export interface ChangeOptions {
  /** Only where an identity is as the client knows it: by If-Match and If-None-Match. Others refuse both. */
  conditional?: boolean;
  /** Safely a second time: by an Idempotency-Key. */
  repeatable?: boolean;
}

const IF_MATCH = {
  name: 'If-Match',
  description:
    'ETags of the identity, or `*` (it must exist): the change is made only if it still is one of them; else 412.',
  schema: { type: 'string' as const },
};

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  description:
    'ETags of the identity, or `*` (it must not exist): the change is made only if it is none of them.',
  schema: { type: 'string' as const },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  description:
    'Any text that is new for each change, such as a random UUID: the same request with it within 24 hours is answered as the first one was, and changes nothing.',
  schema: { type: 'string' as const, pattern: '^[\\x21-\\x7e]{1,255}$' },
};

/** The route makes a change: it knows for whom, heeds the headers that `options` name, and documents them. */
export function Changes({ conditional, repeatable }: ChangeOptions): MethodDecorator {
  return applyDecorators(
    ...(conditional
      ? [ApiHeader(IF_MATCH), ApiHeader(IF_NONE_MATCH), Refuses('precondition_failed')]
      : [UseGuards(NoConditionGuard)]),
    UseGuards(ChangeGuard, ...(repeatable ? [IdempotencyGuard] : [])),
    ...(repeatable
      ? [ApiHeader(IDEMPOTENCY_KEY), Refuses('idempotency_key_in_use', 'idempotency_key_reused')]
      : []),
  );
}

/** The headers of such a route's answer. */
export const headersOfChange = ({ repeatable }: ChangeOptions): ApiResponseOptions['headers'] =>
  repeatable ? { 'Idempotency-Replayed': REPLAYED } : {};

const REPLAYED = {
  description: 'The answer is the one that the first request with this `Idempotency-Key` got.',
  required: false,
  schema: { type: 'string' as const, enum: ['true'] },
};

/** The header of an answer after which the identity is another one than before. */
export const ETAG_OF_CHANGE = {
  ETag: {
    description: 'The identity as it is now; for If-Match.',
    required: true,
    schema: { type: 'string' as const },
  },
};
