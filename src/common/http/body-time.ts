import type { IncomingMessage } from 'node:http';
import { cutOff } from './cut-off.js';

/** At which somebody who sends is slow, and not stuck. */
export const BYTES_PER_SECOND = 1024;

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Cuts a request off whose body hasn't come to its end in so many milliseconds. */
export function limitBodyTime(request: IncomingMessage, time: number): void {
  if (!hasBody(request)) return;
  const deadline = setTimeout(() => cutOff(request), time).unref();
  deadlines.set(request, deadline);
  request.once('end', () => clearTimeout(deadline)).once('close', () => clearTimeout(deadline));
}

/** Cuts a request off whose body brings less than 1 KiB a second over so many milliseconds. */
export function limitBodyPace(request: IncomingMessage, time: number): void {
  let before = request.socket.bytesRead;
  const look = (): void => {
    const now = request.socket.bytesRead;
    if (now - before < (time / 1000) * BYTES_PER_SECOND) cutOff(request);
    before = now;
  };
  const looks = setInterval(look, time).unref();
  request.once('end', () => clearInterval(looks)).once('close', () => clearInterval(looks));
}

/** Its body may take as long as it likes: whoever reads it sees to it that it doesn't stop. */
export function liftBodyTime(request: IncomingMessage): void {
  clearTimeout(deadlines.get(request));
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
