import { Global, Module } from '@nestjs/common';
import { Attempts } from '../idempotency/attempts.js';
import { EndedClaims } from '../idempotency/ended-claims.js';
import { IdentityTags } from '../identity/identity-tags.js';

/** What every route needs that changes something. */
@Global()
@Module({ providers: [Attempts, EndedClaims, IdentityTags], exports: [Attempts, IdentityTags] })
export class ChangeModule {}
