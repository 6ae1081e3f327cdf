import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Tells once that an answer has gone out, or that whoever asked has gone. */
export function onceEnded(request: IncomingMessage, response: ServerResponse, tell: () => void): void {
  if (response.socket) response.once('close', tell);
  else oncePipelinedEnded(request, response, tell);
}

/** Behind another answer on the same connection it has no socket yet, and never hears when that one closes. */
function oncePipelinedEnded({ socket }: IncomingMessage, response: ServerResponse, tell: () => void): void {
  const end = (): void => {
    socket.off('close', end);
    response.off('close', end);
    tell();
  };
  setMaxListeners(0, socket);
  socket.once('close', end);
  response.once('close', end);
}
