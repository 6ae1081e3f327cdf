import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { IdentityTags } from '../identity/identity-tags.js';
import type { ChangeRequest } from './change-request.js';
import { originOf } from './origin.js';

/** Gives a request that makes a change what its work needs to know, and its answer the headers that come of it. */
@Injectable()
export class ChangeInterceptor implements NestInterceptor {
  constructor(private readonly tags: IdentityTags) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const change: ChangeRequest = {
      origin: originOf(request),
      headers: request.headers,
      answer: {},
      tagOf: (revision) => this.tags.of(revision),
    };
    request.change = change;
    return next.handle().pipe(tap(() => http.getResponse<Response>().set(change.answer)));
  }
}
