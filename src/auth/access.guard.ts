import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { forbidden, keyInQuery } from '../common/errors/problems.js';
import { RateLimits } from '../limits/rate-limits.js';
import { Authenticator } from './authenticator.js';
import { hasKeyInQuery } from './key-in-query.js';
import type { Principal } from './principal.js';
import type { Scope } from './scopes.js';

/** Says of a route which scope it needs; null: none in particular. */
export const NeededScope = Reflector.createDecorator<Scope | null>();

/** Lets a request pass whose key has the scope that the route needs. Runs before any body is read. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const scope = this.reflector.get(NeededScope, context.getHandler());
    if (hasKeyInQuery(request.url)) throw keyInQuery();
    request.principal = null;
    const principal = this.authenticator.authenticate(request);
    if (principal instanceof Promise) return principal.then((found) => this.admit(request, found, scope));
    return this.admit(request, principal, scope);
  }

  private admit(request: Request, principal: Principal, scope: Scope | null): true | Promise<true> {
    request.principal = principal;
    if (scope !== null && !principal.scopes.includes(scope)) throw forbidden(principal.name, scope);
    return this.limits.limitsKeys ? this.limits.ofKey(request, principal.name).then(() => true) : true;
  }
}
