import type { IncomingMessage } from 'node:http';

/** Milliseconds for a body to come: as long as node:http gives a request, from which no route can be excepted. */
const BODY_TIME = 300_000;

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Breaks the connection where the request's body hasn't come to its end in time. */
export function limitBodyTime(request: IncomingMessage, time = BODY_TIME): void {
  if (!hasBody(request)) return;
  const deadline = setTimeout(() => request.destroy(), time).unref();
  deadlines.set(request, deadline);
  request.once('close', () => clearTimeout(deadline));
}

/** Its body may take as long as it likes: whoever reads it sees to it that it doesn't stop. */
export function liftBodyTime(request: IncomingMessage): void {
  clearTimeout(deadlines.get(request));
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
