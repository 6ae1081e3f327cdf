import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { overloaded } from '../common/errors/problems.js';
import { Batches } from './batches.js';
import { named } from './named.js';
import type { Statement } from './statement.js';
import { Environment } from '../config/environment.js';
import { Turns } from './turns.js';

/** Serialization failure, deadlock, and a unique value that another transaction wrote first. */
const LOST_RACES = new Set(['40001', '40P01', '23505']);
const ATTEMPTS = 5;
/** Use cases that one statement makes at the most. */
const TOGETHER = 16;

/** Runs a use case as one transaction, and again when it lost a race: the second time it sees who won. */
@Injectable()
export class Transactions {
  /**
   * Three quarters of the pool are the most that writing takes: who writes may wait for somebody else's lock, and
   * who reads must not wait for that.
   */
  readonly turns: Turns;
  private readonly gathered: { waiting: number }[] = [];
  private readonly places: number;
  /** Milliseconds. */
  private readonly patience: number;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    { DATABASE_POOL_SIZE, DATABASE_QUEUE_SIZE, DATABASE_QUEUE_TIMEOUT }: Environment,
  ) {
    this.places = DATABASE_QUEUE_SIZE;
    const atOnce = Math.max(1, Math.floor(DATABASE_POOL_SIZE * 0.75));
    this.patience = DATABASE_QUEUE_TIMEOUT * 1000;
    this.turns = new Turns(atOnce, DATABASE_QUEUE_SIZE, this.patience);
  }

  /** Use cases that wait: for their turn, or for others of their kind to be made. */
  get waiting(): number {
    return this.gathered.reduce((sum, { waiting }) => sum + waiting, this.turns.waiting);
  }

  /** `on`: a manager whose connection it runs on; one of the pool's unless told. */
  run<Result>(useCase: (manager: EntityManager) => Promise<Result>, on?: EntityManager): Promise<Result> {
    if (on) return untilWon(() => on.transaction(useCase));
    return this.turns.take(() => untilWon(() => this.dataSource.transaction(useCase)));
  }

  /**
   * Makes those of one kind that are asked for at the same time by one statement (batches.ts), which is a transaction
   * of its own. `useCases` resolves to what became of each, and waits for nobody's lock: whom it would have to wait for
   * keeps all of them waiting.
   */
  gather<Asked, Answer>(useCases: (asked: Asked[]) => Promise<Answer[]>): (asked: Asked) => Promise<Answer> {
    const limits = { together: TOGETHER, patience: this.patience };
    const batches = new Batches<Asked, Answer>(limits, (asked) =>
      this.turns.take(() => untilWon(() => useCases(asked))),
    );
    this.gathered.push(batches);
    return async (asked) => {
      if (batches.waiting >= this.places) throw overloaded();
      return batches.of(asked);
    };
  }
}

async function untilWon<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let nth = 1; ; nth++) {
    try {
      return await transaction();
    } catch (error) {
      const { code } = error as { code?: string };
      if (nth === ATTEMPTS || !LOST_RACES.has(code ?? '')) throw error;
    }
  }
}

/** Takes locks on names of ours, held until the transaction ends; in one order, so that two can't wait for each other. */
export async function lockNames(manager: EntityManager, ...names: string[]): Promise<void> {
  await named(manager, LOCK_NAMES, [[...new Set(names)].sort()]);
}

const LOCK_NAMES: Statement = {
  name: 'lock_names',
  text: `
    SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
    FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)
    ORDER BY place`,
};
