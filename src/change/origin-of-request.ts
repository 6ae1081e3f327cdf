import type { Request } from 'express';
import { requestId } from '../common/http/request-id.js';
import type { Origin } from './change-context.js';

/** Who asks, and by which request. Whoever may change something has a key. */
export const originOf = (request: Request): Origin => ({
  api_key: request.principal!.name,
  request_id: requestId(request),
});
