import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Environment } from './config/environment.js';
import { portTaken } from './port-taken.js';

/**
 * Throws where a port that the service is to listen on is taken, before it makes a folder or starts a database for
 * nothing. One that is taken since is told by listening itself.
 */
export async function requireFreePorts(environment: Environment): Promise<void> {
  const { PORT, HOST, METRICS_PORT, METRICS_HOST } = environment;
  await requireFree('PORT', PORT, HOST);
  if (METRICS_PORT !== undefined) await requireFree('METRICS_PORT', METRICS_PORT, METRICS_HOST);
}

async function requireFree(variable: string, port: number, host: string): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw portTaken(error, variable, port, host);
  });
  await once(server.close(), 'close');
}
