import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { unauthorized } from '../common/errors/problems.js';
import { RateLimits } from '../limits/rate-limits.js';
import { ApiKeys } from './api-keys.js';

/** Of the one key there is. */
const KEY_NAME = 'key';

/** Lets a request pass that bears a valid API key. Runs before any body is read. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly limits: RateLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.headers['x-api-key'];
    // Who sends none isn't guessing.
    if (key === undefined) throw unauthorized();
    if (!this.keys.accept(key)) return this.refuse(request);
    return this.limits.limitsKeys ? this.limits.ofKey(request, KEY_NAME).then(() => true) : true;
  }

  private async refuse(request: Request): Promise<never> {
    throw await this.limits.refuseKey(request, unauthorized());
  }
}
