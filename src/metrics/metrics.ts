import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import cluster from 'node:cluster';
import {
  collectDefaultMetrics,
  Gauge,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import { Admission } from '../admission/admission.js';
import { FastExpressAdapter } from '../common/http/fast-express.adapter.js';
import { Connections } from '../database/connections.js';
import { LockQueue } from '../database/lock-queue.js';
import { Reader } from '../database/reader.js';
import { Transactions } from '../database/transactions.js';
import { answer, ask, PATIENCE } from '../workers/questions.js';
import { HttpMetrics } from './http-metrics.js';
import { counter, gauge } from './state-metrics.js';

/** What one process measured. */
export type Measured = MetricObjectWithValues<MetricValue<string>>[];

/** How the service is doing, in Prometheus's text format. */
@Injectable()
export class Metrics implements OnApplicationBootstrap {
  private readonly registry = new Registry();
  private readonly http = new HttpMetrics(this.registry);

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly connections: Connections,
    private readonly reader: Reader,
    private readonly transactions: Transactions,
    private readonly locks: LockQueue,
    private readonly admission: Admission,
  ) {}

  onApplicationBootstrap(): void {
    const { httpAdapter } = this.host;
    if (!(httpAdapter instanceof FastExpressAdapter)) return;
    httpAdapter.observe = (...answered) => this.http.observe(...answered);
    this.describe(httpAdapter);
    collectDefaultMetrics({ register: this.registry });
    if (cluster.isWorker) answer(process, 'measured', () => this.registry.getMetricsAsJSON());
  }

  /** Of all workers, where there are several: whoever is asked for them asks each, and may have to wait for one. */
  text(): Promise<string> {
    return cluster.isWorker ? ask(process, 'metrics', 2 * PATIENCE) : this.registry.metrics();
  }

  private describe({ running }: FastExpressAdapter): void {
    const { registry, connections, reader, transactions, locks, admission } = this;
    new Gauge({
      name: 'http_requests_running',
      help: 'Requests that have come and not been answered yet.',
      registers: [registry],
      collect() {
        this.set(running.count);
      },
    });
    counter(
      registry,
      {
        name: 'http_requests_refused_total',
        help: 'Requests refused, by what was short.',
        label: 'shortage',
      },
      () => ({ ...admission.refused, writing: transactions.turns.refused, lock: locks.refused }),
    );
    gauge(
      registry,
      { name: 'database_connections', help: 'Connections for requests.', label: 'state' },
      () => ({ total: connections.pool.totalCount, idle: connections.pool.idleCount }),
    );
    gauge(
      registry,
      {
        name: 'database_waiting',
        help: 'Requests that wait for a connection, be it together with others, to write, or for a lock.',
        label: 'purpose',
      },
      () => ({
        connection: connections.waiting + reader.waiting,
        writing: transactions.waiting,
        lock: locks.waiting,
      }),
    );
  }
}
