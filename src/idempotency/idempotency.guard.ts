import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../common/errors/problems.js';
import { Attempts } from './attempts.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Claims the Idempotency-Key of a request that has one: before the body is read, which may take its time. Where the
 * request comes to a problem, the filter that tells it lets the key go.
 */
@Injectable()
export class IdempotencyGuard implements CanActivate {
  constructor(private readonly attempts: Attempts) {}

  canActivate(context: ExecutionContext): boolean | Promise<true> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.headers['idempotency-key'];
    return key === undefined || this.claim(request, key);
  }

  private async claim(request: Request, key: string | string[]): Promise<true> {
    if (typeof key !== 'string' || !KEY.test(key)) throw invalidRequest([FAULT]);
    const change = request.change!;
    change.attempt = await this.attempts.begin({ api_key: change.origin.api_key, key }, headOf(request));
    return true;
  }
}

const FAULT = { pointer: '#/Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' };

/** What a request is but for its body. A form's boundary is another one each time. */
const headOf = ({ method, originalUrl, headers }: Request): string =>
  [method, originalUrl, headers['content-type']?.split(';', 1)[0]].join(' ');
