import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../common/errors/problems.js';

const CONDITIONS = ['If-Match', 'If-None-Match'];

/**
 * Refuses a condition where a route heeds none: passed over, it would let through what it was to prevent. No 412,
 * after which a client would read again and come back, for ever.
 */
@Injectable()
export class NoConditionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<Request>();
    const given = CONDITIONS.filter((name) => headers[name.toLowerCase()] !== undefined);
    if (given.length > 0) throw invalidRequest(given.map(faultOf));
    return true;
  }
}

const faultOf = (name: string): { pointer: string; detail: string } => ({
  pointer: `#/${name}`,
  detail: `this route heeds no ${name}: only changes of identities do`,
});
