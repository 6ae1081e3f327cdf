import { setTimeout as delay } from 'node:timers/promises';
import { fetch } from 'undici';
import { crowd } from './crowd.js';
import { byRoute, byStatus, growth, spread } from './told.js';

/** More connections than capacity, and how many milliseconds a client waits when it was refused. */
const FLOOD = { connections: 2000, pause: 200 };
/** Seconds of it, and of the ordinary load afterwards, at the most. */
const LIMIT = 15;
/** Milliseconds after which a refusal wasn't early. */
const EARLY = 1000;
/** How much longer than the median one answer in a hundred may take. */
const TAIL = 10;
/** How much memory may grow, and how many MB of it are nobody's business. */
const FLAT = { times: 1.15, beside: 20 };

/** The load that a service must bear: no error, no long tail, memory flat. */
export async function within(service, subjects, { connections, seconds }) {
  service.samples.length = 0;
  const stop = service.watch();
  const told = await crowd({ ...service, subjects, connections, seconds });
  stop();
  const [routes, statuses, memory] = [byRoute(told), byStatus(told), growth(service.samples)];
  const checks = {
    'every answer is a 200': Object.keys(statuses).join() === '200',
    [`p99 is under ${TAIL} medians of each route`]: routes.every(({ median, p99 }) => p99 < TAIL * median),
    'memory is flat': memory.after <= FLAT.times * memory.before + FLAT.beside,
  };
  return { rate: told.length / seconds, routes, statuses, memory, checks };
}

/** More than it can bear: refusals are early and say when to come again, and afterwards all is as before. */
export async function beyond(service, subjects, { connections, seconds: whole }) {
  const seconds = Math.min(whole, LIMIT);
  const health = new Health(service);
  const told = await crowd({ ...service, subjects, seconds, ...FLOOD });
  const statusesOfHealth = await health.end();
  const after = await crowd({ ...service, subjects, connections, seconds });
  const refused = told.filter(({ status }) => status === 503);
  const statuses = byStatus(told);
  const refusals = spread(refused.map(({ milliseconds }) => milliseconds));
  const checks = {
    'some are refused': refused.length > 0,
    'nothing but 200 and 503 is answered': Object.keys(statuses).every((status) =>
      ['200', '503'].includes(status),
    ),
    'every refusal says when to try again': refused.every(({ retryAfter }) => Number(retryAfter) > 0),
    'half of the refusals are early': refusals.median < EARLY,
    '/health is answered': statusesOfHealth.every((status) => status === 200),
    'afterwards every answer is a 200': Object.keys(byStatus(after)).join() === '200',
  };
  const served = spread(told.filter(({ status }) => status === 200).map(({ milliseconds }) => milliseconds));
  return {
    flood: { ...FLOOD, seconds },
    statuses,
    served,
    refusals,
    rate: (statuses[200] ?? 0) / seconds,
    checks,
  };
}

/** Asks twice a second for /health. */
class Health {
  constructor({ origin }) {
    this.origin = origin;
    this.asking = this.ask();
  }

  async ask() {
    const statuses = [];
    while (!this.isOver) {
      const answer = await fetch(`${this.origin}/health`).catch(() => ({ status: 0 }));
      statuses.push(answer.status);
      await delay(500);
    }
    return statuses;
  }

  /** Resolves with what was answered. */
  end() {
    this.isOver = true;
    return this.asking;
  }
}
