import type { Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Measured } from '../metrics/metrics.js';
import { answer, ask } from './questions.js';

/**
 * The metrics of all workers as those of one service. What workers counted that have ended stays counted: a sum that
 * fell would look to Prometheus as if all of it had been counted anew. (prom-client's own clusterMetrics loses it, and
 * fails where one worker doesn't answer.)
 */
export class WorkerMetrics {
  private readonly last = new Map<Worker, Measured>();
  private ended: Measured = [];
  private retiring = Promise.resolve();

  /** Takes a worker's part in, and answers it when it asks for the whole. */
  add(worker: Worker): void {
    answer(worker, 'metrics', () => this.text());
    // Before that it has nothing to tell, and doesn't know the question.
    worker.once('listening', () => this.last.set(worker, []));
    worker.once('exit', () => {
      this.retiring = this.retiring.then(() => this.retire(worker));
    });
  }

  async text(): Promise<string> {
    await Promise.all([...this.last.keys()].map((worker) => this.look(worker)));
    return AggregatorRegistry.aggregate([...this.last.values(), this.ended]).metrics();
  }

  /** Who doesn't answer, being busy or about to end, is as it was when it last did. */
  private async look(worker: Worker): Promise<void> {
    if (!worker.isConnected()) return;
    const measured = await ask<Measured>(worker, 'measured').catch(() => undefined);
    if (measured && this.last.has(worker)) this.last.set(worker, measured);
  }

  private async retire(worker: Worker): Promise<void> {
    const counted = (this.last.get(worker) ?? []).filter(isCounted);
    this.ended = await AggregatorRegistry.aggregate([this.ended, counted]).getMetricsAsJSON();
    this.last.delete(worker);
  }
}

/** As opposed to a state, which nothing is left of. Types are words here, as they come over the channel. */
const isCounted = ({ type }: Measured[number]): boolean => ['counter', 'histogram'].includes(String(type));
