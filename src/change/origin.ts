import type { Request } from 'express';
import { requestId } from '../common/http/request-id.js';

/** Who makes a change. */
export interface Origin {
  /** The name of the API key, or of the command. */
  api_key: string;
  /** Null where no request makes it. */
  request_id: string | null;
}

/** Who asks, and by which request. Whoever may change something has a key. */
export const originOf = (request: Request): Origin => ({
  api_key: request.principal!.name,
  request_id: requestId(request),
});

/** A command that changes something. */
export const commandOrigin = (command: string): Origin => ({ api_key: command, request_id: null });
