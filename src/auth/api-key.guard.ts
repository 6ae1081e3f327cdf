import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { unauthorized } from '../common/errors/problems.js';
import { ApiKeys } from './api-keys.js';

/** Lets a request pass that bears a valid API key. Runs before any body is read. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly keys: ApiKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.keys.accept(request.headers['x-api-key'])) throw unauthorized();
    return true;
  }
}
