import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { portTaken } from '../port-taken.js';
import { urlOf } from '../url-of.js';

/**
 * Serves /metrics on a port of its own, for whoever can reach it, until the process ends. Returns its address;
 * undefined where no port is given.
 */
export async function serveMetrics(
  { METRICS_PORT: port, METRICS_HOST: host }: { METRICS_PORT?: number; METRICS_HOST: string },
  text: () => Promise<string>,
): Promise<string | undefined> {
  if (port === undefined) return undefined;
  const server = createServer(answering(text)).listen(port, host);
  await once(server, 'listening').catch((error) => {
    throw portTaken(error as Error, 'METRICS_PORT', port, host);
  });
  return `${urlOf(server.address() as AddressInfo)}/metrics`;
}

const answering = (text: () => Promise<string>): RequestListener => {
  const logger = new Logger('Metrics');
  return (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    text().then(
      (found) => response.writeHead(200, { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE }).end(found),
      (error: Error) => {
        logger.error(error.message);
        response.writeHead(503).end();
      },
    );
  };
};
