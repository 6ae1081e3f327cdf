import type { Environment } from '../config/environment.js';

/** Below these a worker could not do its work, however many there are. */
const LEAST = {
  DATABASE_POOL_SIZE: 2,
  DATABASE_BULK_POOL_SIZE: 1,
  DATABASE_QUEUE_SIZE: 64,
  MAX_REQUESTS: 256,
};

/** What is said for the service, as one of its workers has it. Variables of its environment. */
export function shareOf(environment: Environment): NodeJS.ProcessEnv {
  const shared = Object.entries(LEAST).map(([name, least]) => {
    const whole = environment[name as keyof typeof LEAST];
    return [name, String(Math.max(least, Math.floor(whole / environment.WORKERS)))];
  });
  return { ...(Object.fromEntries(shared) as NodeJS.ProcessEnv), WORKERS: '1', METRICS_PORT: '' };
}
