import { Semaphore, type SemaphoreInterface, withTimeout } from 'async-mutex';
import { overloaded } from '../common/errors/problems.js';

/** Lets so many do something at once; a few more wait their turn, for some time. Others are refused. */
export class Turns {
  /** How many wait. */
  waiting = 0;
  /** How many were refused since the start, at once or when they had waited for too long. */
  refused = 0;
  private readonly free: SemaphoreInterface;

  /** `patience`: milliseconds. */
  constructor(
    atOnce: number,
    private readonly places: number,
    patience: number,
  ) {
    this.free = withTimeout(new Semaphore(atOnce), patience, overloaded());
  }

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = await this.turn();
    return work().finally(release);
  }

  private async turn(): Promise<() => void> {
    try {
      return await this.acquire();
    } catch (error) {
      this.refused++;
      throw error;
    }
  }

  private async acquire(): Promise<() => void> {
    if (this.waiting >= this.places) throw overloaded();
    this.waiting++;
    const [, release] = await this.free.acquire().finally(() => this.waiting--);
    return release;
  }
}
