import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { overloaded } from '../common/errors/problems.js';
import { Batches } from './batches.js';
import type { BulkConnection } from './bulk-connections.js';
import type { Lock } from './lock.js';
import { type Aside, LockQueue } from './lock-queue.js';
import { named } from './named.js';
import type { Statement } from './statement.js';
import { Environment } from '../config/environment.js';
import { Turns } from './turns.js';

/** Serialization failure, deadlock, and a unique value that another transaction wrote first. */
const LOST_RACES = new Set(['40001', '40P01', '23505']);
const ATTEMPTS = 5;
const LOCK_TIMEOUT = '55P03';
/**
 * Milliseconds for which a try waits in PostgreSQL for one lock. Requests: long enough for another process to make a
 * change, which takes some milliseconds, and short enough that forty changes that meet forty held locks at once delay
 * others by less than a tenth of a second. Bulk work, which costs more to try again: doubled with each try up to the most,
 * as its other locks are held in that time.
 */
const TRY = { request: 20, bulk: 500, bulkMost: 4000 };
/** Use cases that one statement makes at the most. */
const TOGETHER = 16;

/** How a use case is run. */
export interface Running {
  /** What it locks, as far as the request tells: see LockQueue. Names are locked as the transaction begins. */
  locks?: Lock[];
  /** Finds what else it locks; asked after a lock timeout. */
  moreLocks?: () => Promise<Lock[]>;
  /** The connection that it runs on; one of those for requests unless given. */
  on?: BulkConnection;
  /** Runs around each wait for a lock: what others need can be given back before. */
  aside?: Aside;
}

/**
 * Runs a use case as one transaction, and again when it lost a race: the second time it sees who won. A use case that
 * meets a lock timeout is rolled back, waits in the LockQueue, and is tried again.
 */
@Injectable()
export class Transactions {
  /** Three quarters of the pool are the most that writing takes: reads must not wait for slow changes. */
  readonly turns: Turns;
  private readonly gathered: { waiting: number }[] = [];
  private readonly places: number;
  /** Milliseconds. */
  private readonly patience: number;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly locks: LockQueue,
    { DATABASE_POOL_SIZE, DATABASE_QUEUE_SIZE, DATABASE_QUEUE_TIMEOUT }: Environment,
  ) {
    this.places = DATABASE_QUEUE_SIZE;
    const atOnce = Math.max(1, Math.floor(DATABASE_POOL_SIZE * 0.75));
    this.patience = DATABASE_QUEUE_TIMEOUT * 1000;
    this.turns = new Turns({ atOnce, places: DATABASE_QUEUE_SIZE, patience: this.patience });
  }

  /** Use cases that wait: for their turn, or for others of their kind to be made. */
  get waiting(): number {
    return this.gathered.reduce((sum, { waiting }) => sum + waiting, this.turns.waiting);
  }

  /** A request waits for locks until DATABASE_LOCK_TIMEOUT has passed (503), bulk work for as long as it takes. */
  async run<Result>(
    useCase: (manager: EntityManager) => Promise<Result>,
    { locks = [], moreLocks, on, aside = on?.aside }: Running = {},
  ): Promise<Result> {
    const ticket = this.locks.ticket(locks, { isPatient: on !== undefined });
    const names = locks.filter(({ kind }) => kind === 'name').map(({ id }) => id);
    for (;;) {
      const leave = await this.locks.enter(ticket, aside);
      try {
        const limit = on ? Math.min(TRY.bulk * 2 ** ticket.timeouts, TRY.bulkMost) : TRY.request;
        const limited = async (manager: EntityManager): Promise<Result> => {
          await manager.query(`SET LOCAL lock_timeout = ${limit}`);
          if (names.length > 0) await lockNames(manager, ...names);
          return useCase(manager);
        };
        if (on) return await untilWon(() => on.manager.transaction(limited));
        return await this.turns.take(() => untilWon(() => this.dataSource.transaction(limited)));
      } catch (error) {
        if ((error as { code?: string }).code !== LOCK_TIMEOUT) throw error;
        await this.locks.blocked(ticket, (await moreLocks?.()) ?? []);
      } finally {
        leave();
      }
    }
  }

  /** The same for a command, which has a connection to itself: it waits for locks there, for as long as it takes. */
  runOn<Result>(
    manager: EntityManager,
    useCase: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    return untilWon(() => manager.transaction(useCase));
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
