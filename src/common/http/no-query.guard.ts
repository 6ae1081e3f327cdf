import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../errors/problems.js';

/** Refuses every parameter where a route takes none: a typing error must not pass silently. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.url.includes('?')) return true;
    const faults = Object.keys(request.query).map((name) => ({
      pointer: `#/${encodeURIComponent(name.toWellFormed())}`,
      detail: 'is not known here',
    }));
    if (faults.length > 0) throw invalidRequest(faults);
    return true;
  }
}
