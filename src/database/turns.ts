import { Semaphore, type SemaphoreInterface, withTimeout } from 'async-mutex';
import type { Problem } from '../common/errors/problem.js';
import { overloaded } from '../common/errors/problems.js';

export interface TurnLimits {
  /** How many have a turn. */
  atOnce: number;
  /** How many wait for one; more are refused. */
  places: number;
  /** Milliseconds that they wait; without a limit unless given. */
  patience?: number;
  /** How many go on after they have given their turns back; none unless given. */
  beside?: number;
  /** What is told to the refused. */
  refusal?: () => Problem;
}

/** Work that has a turn. */
export interface Turn {
  /** Gives the turn to others before the work ends. Returns false where too many go on without one: it is kept then. */
  giveBack(): boolean;
}

/** Limits how many do something at once. A limited number of others wait, for a limited time; the rest are refused. */
export class Turns {
  /** How many wait. */
  waiting = 0;
  /** How many were refused since the start, at once or when they had waited for too long. */
  refused = 0;
  private beside = 0;
  private readonly free: SemaphoreInterface;

  constructor(private readonly limits: TurnLimits) {
    const { atOnce, patience } = limits;
    const semaphore = new Semaphore(atOnce);
    this.free = patience === undefined ? semaphore : withTimeout(semaphore, patience, this.refusal());
  }

  async take<Result>(work: (turn: Turn) => Promise<Result>): Promise<Result> {
    const release = await this.turn();
    let isBeside = false;
    const giveBack = (): boolean => {
      if (isBeside || this.beside === (this.limits.beside ?? 0)) return isBeside;
      isBeside = true;
      this.beside++;
      release();
      return true;
    };
    return work({ giveBack }).finally(() => {
      if (isBeside) this.beside--;
      else release();
    });
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
    if (this.waiting >= this.limits.places) throw this.refusal();
    this.waiting++;
    const [, release] = await this.free.acquire().finally(() => this.waiting--);
    return release;
  }

  private refusal(): Problem {
    return (this.limits.refusal ?? overloaded)();
  }
}
