import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { invalidRequest } from '../common/errors/problems.js';
import { Attempts } from './attempts.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Heeds an Idempotency-Key: before the body is read, which may take its time. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly attempts: Attempts) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.headers['idempotency-key'];
    return key === undefined ? next.handle() : this.once(request, key, next);
  }

  private async once(
    request: Request,
    key: string | string[],
    next: CallHandler,
  ): Promise<Observable<unknown>> {
    if (typeof key !== 'string' || !KEY.test(key)) throw invalidRequest([FAULT]);
    const change = request.change!;
    const attempt = await this.attempts.begin({ api_key: change.origin.api_key, key }, headOf(request));
    change.attempt = attempt;
    return of(await this.attempts.during(attempt, () => lastValueFrom<unknown>(next.handle())));
  }
}

const FAULT = { pointer: '#/Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' };

/** What a request is but for its body. A form's boundary is another one each time. */
const headOf = ({ method, originalUrl, headers }: Request): string =>
  [method, originalUrl, headers['content-type']?.split(';', 1)[0]].join(' ');
