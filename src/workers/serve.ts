import { Logger } from '@nestjs/common';
import { banner } from '../banner.js';
import { ServiceLogger } from '../common/service-logger.js';
import { readEnvironment } from '../config/environment.js';
import { EmbeddedPostgres } from '../database/embedded/embedded-postgres.js';
import { embeddedFolder } from '../database/embedded/socket.js';
import { requireFreePorts } from '../free-ports.js';
import { serveMetrics } from '../metrics/metrics-server.js';
import { endingPatience, onEnd } from '../on-end.js';
import { urlOf } from '../url-of.js';
import { Crew } from './crew.js';
import { WorkerMetrics } from './worker-metrics.js';

/** Seconds that this process gives its workers beyond what they give themselves. */
const GRACE = 5;

/**
 * Runs the service from several processes until it is told to end. This one has what there must be one of: the
 * embedded PostgreSQL, the workers, the metrics, the last word.
 */
export async function serve(): Promise<void> {
  const environment = readEnvironment(process.env);
  Logger.overrideLogger(new ServiceLogger(environment));
  await requireFreePorts(environment);
  const database = environment.DATABASE_URL
    ? undefined
    : await EmbeddedPostgres.start(embeddedFolder(environment));
  const metrics = new WorkerMetrics();
  const crew = new Crew(environment, (worker) => metrics.add(worker), giveUp);
  const close = async (): Promise<void> => {
    await crew.leave();
    await database?.stop();
  };
  onEnd(close, endingPatience(environment) + GRACE * 1000);

  async function giveUp(): Promise<void> {
    new Logger('Workers').fatal('Workers end as soon as they start. Giving up.');
    await close();
    process.exit(1);
  }

  try {
    const metricsUrl = await serveMetrics(environment, () => metrics.text());
    const address = await crew.start();
    if (address) return await banner(environment, urlOf(address), metricsUrl);
  } catch (error) {
    await close();
    throw error;
  }
  // The worker has told why.
  await close();
  process.exit(1);
}
