import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { unlimitedOptions } from '../../ormconfig.js';
import { toHex } from '../common/uuid.js';
import { Environment } from '../config/environment.js';
import { KeyedTurns } from './keyed-turns.js';
import type { Aside } from './lock-queue.js';
import { type Turn, Turns } from './turns.js';

/** One connection, for as long as a piece of bulk work has it. */
export interface BulkConnection {
  /** For statements and transactions on this very connection. */
  manager: EntityManager;
  /** For COPY. */
  client: PoolClient;
  /** Lets another piece of work begin before a wait. */
  aside: Aside;
}

/**
 * Connections for work that streams and takes as long as it takes: loading, exporting, deleting a file. Apart
 * from those of the requests, which therefore never wait for it, and without their time limit. Where all are taken
 * one more piece of work waits its turn, and is a 503 when that takes too long.
 *
 * Work that has to wait for a lock keeps its connection, which has its staged rows, but gives its turn to others: as
 * many connections again may be open for that. For one file at most as much work is under way as there are turns: even
 * if all of it waits for a lock, other files get their turns.
 */
@Injectable()
export class BulkConnections implements OnApplicationShutdown {
  private opening: Promise<DataSource> | undefined;
  private readonly size: number;
  private readonly turns: Turns;
  private readonly ofFiles: KeyedTurns;

  constructor(private readonly environment: Environment) {
    const { DATABASE_BULK_POOL_SIZE, DATABASE_QUEUE_SIZE, DATABASE_QUEUE_TIMEOUT } = environment;
    const limits = { places: DATABASE_QUEUE_SIZE, patience: DATABASE_QUEUE_TIMEOUT * 1000 };
    this.size = DATABASE_BULK_POOL_SIZE;
    this.turns = new Turns({ ...limits, atOnce: this.size, beside: this.size });
    this.ofFiles = new KeyedTurns({ ...limits, atOnce: this.size });
  }

  /** What the work leaves in temporary tables goes with its end. */
  use<Result>(work: (connection: BulkConnection) => Promise<Result>): Promise<Result> {
    return this.turns.take((turn) => this.connected(turn, work));
  }

  /** The same for work that changes a file. */
  useFor<Result>(fileUuid: string, work: (connection: BulkConnection) => Promise<Result>): Promise<Result> {
    return this.ofFiles.take(toHex(fileUuid), () => this.use(work));
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.opening)?.destroy();
  }

  private async connected<Result>(
    turn: Turn,
    work: (connection: BulkConnection) => Promise<Result>,
  ): Promise<Result> {
    const runner = (await this.dataSource()).createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.query('DISCARD TEMP');
      const aside: Aside = (wait) => {
        turn.giveBack();
        return wait();
      };
      return await work({ manager: runner.manager, client, aside });
    } finally {
      await runner.release();
    }
  }

  /** Opened when it is first needed; an opening that failed is tried again. */
  private dataSource(): Promise<DataSource> {
    const options = unlimitedOptions(this.environment, 2 * this.size);
    this.opening ??= new DataSource({ ...options, migrations: [] }).initialize();
    this.opening.catch(() => (this.opening = undefined));
    return this.opening;
  }
}
