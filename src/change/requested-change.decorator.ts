import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { ChangeRequest } from './change-request.js';

/** What the request says of the change that it makes, for a route that has `change`. */
export const RequestedChange = createParamDecorator(
  (_: unknown, context: ExecutionContext): ChangeRequest => {
    const { change } = context.switchToHttp().getRequest<Request>();
    if (!change) throw new Error('A change is made for nobody: its route lacks `change`');
    return change;
  },
);
