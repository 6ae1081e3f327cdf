import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { IdentityTags } from '../identity/identity-tags.js';
import { originOf } from './origin.js';

/**
 * Gives a request that makes a change what its work needs to know. A guard, as are those that stand behind it: an
 * interceptor takes Nest a dozen observables and listeners a request, a seventh of node's time for a bind.
 */
@Injectable()
export class ChangeGuard implements CanActivate {
  constructor(private readonly tags: IdentityTags) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    request.change = {
      origin: originOf(request),
      headers: request.headers,
      answer: {},
      tagOf: (revision) => this.tags.of(revision),
    };
    return true;
  }
}
