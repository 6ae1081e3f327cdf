import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestTimeout } from '../errors/problems.js';
import { sendProblem } from '../errors/send-problem.js';

/** Tells whoever sends a request too slowly that they do, unless they have been told something else, and hangs up. */
export function cutOff(request: IncomingMessage & { res?: ServerResponse }): void {
  const { res: response } = request;
  if (!response || response.headersSent) return void request.destroy();
  response.once('close', () => request.destroy()).setHeader('Connection', 'close');
  sendProblem(requestTimeout(), request, response);
}
