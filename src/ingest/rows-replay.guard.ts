import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { passOver } from './rows-of-request.js';

/** Where rows come a second time, they are hashed and not taken. The first time the route itself reads them. */
@Injectable()
export class RowsReplayGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<Request>();
    const attempt = request.change?.attempt;
    if (!attempt?.kept) return true;
    await passOver(request);
    attempt.again();
    return true;
  }
}
