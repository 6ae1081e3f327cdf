import { Logger } from '@nestjs/common';
import cluster, { type Address, type Worker } from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { type Role, ROLE } from './role.js';

/** Milliseconds for which a worker has listened that counts as one that runs. */
const STEADY = 30_000;
/** Workers in a row that ended before that, however long they took to start, after which no other one is tried. */
const TRIES = 5;
/** Milliseconds before the next one; twice as many each time. */
const PAUSE = 100;

const logger = new Logger('Workers');

/** A worker's place: when a worker ends, another one takes it. */
export class Seat {
  private worker?: Worker;
  private ending = false;
  private failures = 0;

  /** `variables`: what the workers are started with. `giveUp` is called when they end again and again. */
  constructor(
    private readonly variables: () => NodeJS.ProcessEnv,
    private readonly onStart: (worker: Worker) => void,
    private readonly giveUp: () => Promise<void>,
  ) {}

  /**
   * Resolves with the address when the worker listens, with undefined when it ended before. A first one has no
   * replacement: without it there is nothing to go on with.
   */
  async take(role: Role): Promise<Address | undefined> {
    const worker = cluster.fork({ ...this.variables(), [ROLE]: role });
    this.worker = worker;
    worker.on('error', () => undefined);
    this.onStart(worker);
    const listening = new Promise<Address>((resolve) => worker.once('listening', resolve));
    const ended = endOf(worker);
    const address = await Promise.race([listening, ended.then(() => undefined)]);
    if (address || role !== 'first') {
      const since = address && Date.now();
      const isSteady = (): boolean => since !== undefined && Date.now() - since >= STEADY;
      void ended.then((how) => this.replace(worker, how, isSteady()));
    }
    return address;
  }

  /** Has the worker finish what it does; resolves when it is gone. No other one comes. */
  async leave(): Promise<void> {
    this.ending = true;
    if (!this.worker || this.worker.isDead()) return;
    const ended = endOf(this.worker);
    this.worker.process.kill('SIGTERM');
    await ended;
  }

  private async replace(worker: Worker, how: string, wasSteady: boolean): Promise<void> {
    if (this.ending) return;
    this.failures = wasSteady ? 0 : this.failures + 1;
    logger.warn(`Worker ${worker.process.pid} has ended (${how}).`);
    if (this.failures >= TRIES) return this.giveUp();
    await delay(this.failures && PAUSE * 2 ** (this.failures - 1));
    if (!this.ending) await this.take('replacement');
  }
}

/**
 * Resolves with the signal or the code with which a worker has ended. Never rejects, as events.once() would at an `error`:
 * that says only that a message could not be sent, since the worker has closed its channel and is about to end.
 */
const endOf = (worker: Worker): Promise<string> =>
  new Promise((resolve) =>
    worker.once('exit', (code: number | null, signal: string | null) => resolve(signal ?? `code ${code}`)),
  );
