import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { changeRequest } from '../change/change-context.js';
import { replay } from '../idempotency/replay.js';
import { passOver } from './rows-of-request.js';

/** Where rows come a second time, they are hashed and not taken. The first time the route itself reads them. */
@Injectable()
export class RowsReplayInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (!changeRequest()?.attempt?.kept) return next.handle();
    await passOver(context.switchToHttp().getRequest<Request>());
    return replay() ?? next.handle();
  }
}
