import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { IdentityTags } from '../identity/identity-tags.js';
import { changing, type ChangeRequest } from './change-context.js';
import { originOf } from './origin-of-request.js';

/** Runs a route that makes changes in the context of its request. */
@Injectable()
export class ChangeInterceptor implements NestInterceptor {
  constructor(private readonly tags: IdentityTags) {}

  intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const { headers } = http.getRequest<Request>();
    const request: ChangeRequest = { headers, answer: {}, tagOf: (revision) => this.tags.of(revision) };
    return changing({ origin: originOf(http.getRequest<Request>()), request }, async () => {
      const body = await lastValueFrom<unknown>(next.handle());
      http.getResponse<Response>().set(request.answer);
      return of(body);
    });
  }
}
