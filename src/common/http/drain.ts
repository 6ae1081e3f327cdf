import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';

/** Milliseconds between two looks for connections that have become idle. */
const LOOK = 50;

/** What is running on a server. */
export interface Running {
  /** How many requests. */
  count: number;
}

/**
 * Ends serving in order: no new connection is taken, running requests are finished for `patience` milliseconds and
 * then broken off. `answers` is the prototype of all answers: each is now the last one of its connection.
 */
export async function drain(
  server: Server,
  answers: ServerResponse,
  running: Running,
  patience: number,
): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  closeBehind(answers);
  const deadline = Date.now() + patience;
  const look = setInterval(() => {
    if (running.count === 0 || Date.now() >= deadline) server.closeAllConnections();
    else server.closeIdleConnections();
  }, LOOK);
  await closed.finally(() => clearInterval(look));
}

/** Has every answer that hasn't begun say `Connection: close`, and the connection close behind it. */
function closeBehind(answers: ServerResponse): void {
  const writeHead = Reflect.get(answers, 'writeHead') as WriteHead;
  answers.writeHead = function (this: ServerResponse, ...head: unknown[]): ServerResponse {
    this.shouldKeepAlive = false;
    return writeHead.apply(this, head);
  };
}

type WriteHead = (this: ServerResponse, ...head: unknown[]) => ServerResponse;
