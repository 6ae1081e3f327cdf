import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { replay } from '../idempotency/replay.js';
import { passOver } from './rows-of-request.js';

/** Where rows come a second time, they are hashed and not taken. The first time the route itself reads them. */
@Injectable()
export class RowsReplayInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.change?.attempt?.kept) return next.handle();
    await passOver(request);
    return replay(request.change) ?? next.handle();
  }
}
