import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Environment } from './config/environment.js';
import { portTaken } from './port-taken.js';

/**
 * Throws where a port that the service is to listen on is taken, before it makes a folder or starts a database for
 * nothing. One that is taken since is told by listening itself.
 */
export async function requireFreePorts(environment: Environment): Promise<void> {
  const { PORT, HOST, METRICS_PORT, METRICS_HOST } = environment;
  // Held until all are: two that are the same are found as well.
  const held: Server[] = [];
  try {
    held.push(await hold('PORT', PORT, HOST));
    if (METRICS_PORT !== undefined) held.push(await hold('METRICS_PORT', METRICS_PORT, METRICS_HOST));
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

async function hold(variable: string, port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw portTaken(error, variable, port, host);
  });
  return server;
}
