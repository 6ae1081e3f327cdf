import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Histogram, type Registry } from 'prom-client';

const LABELS = ['method', 'route', 'status'] as const;
type Label = (typeof LABELS)[number];

/** Seconds. A hot read takes some milliseconds, an export as long as its reader likes. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What no route took. A path would be as many values as strangers care to make up. */
const NO_ROUTE = 'none';
/** Whoever asked went away before there was an answer. */
const NO_STATUS = 'none';

/** What Express adds to a request that a route has taken. */
interface Route {
  path: string;
}

/** Counts and times requests by method, pattern of the route and status. */
export class HttpMetrics {
  /** By all labels in one. prom-client takes 2 µs to add one to a counter. */
  private readonly totals = new Map<string, { labels: Record<Label, string>; count: number }>();
  private readonly duration: Histogram<Label>;

  constructor(registry: Registry) {
    const common = { labelNames: LABELS, registers: [registry] };
    const { totals } = this;
    new Counter({
      ...common,
      name: 'http_requests_total',
      help: 'Requests that have ended, answered or not.',
      collect() {
        this.reset();
        for (const { labels, count } of totals.values()) this.inc(labels, count);
      },
    });
    this.duration = new Histogram({
      ...common,
      name: 'http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      buckets: BUCKETS,
    });
  }

  /** `duration`: milliseconds. */
  observe(request: IncomingMessage & { route?: Route }, response: ServerResponse, duration: number): void {
    const status = response.headersSent ? String(response.statusCode) : NO_STATUS;
    const labels = { method: request.method!, route: request.route?.path ?? NO_ROUTE, status };
    this.duration.observe(labels, duration / 1000);
    this.count(labels);
  }

  private count(labels: Record<Label, string>): void {
    const key = `${labels.status} ${labels.method} ${labels.route}`;
    const total = this.totals.get(key);
    if (total) total.count++;
    else this.totals.set(key, { labels, count: 1 });
  }
}
