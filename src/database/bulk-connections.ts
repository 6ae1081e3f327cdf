import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { unlimitedOptions } from '../../ormconfig.js';
import { Environment } from '../config/environment.js';

/** One connection, for as long as a piece of bulk work has it. */
export interface BulkConnection {
  /** For statements and transactions on this very connection. */
  manager: EntityManager;
  /** For COPY. */
  client: PoolClient;
}

/**
 * Connections for work that streams and takes as long as it takes: loading, exporting, deleting a file. Apart
 * from those of the requests, which therefore never wait for it, and without their time limit. Where all are taken
 * one more piece of work waits its turn, and is a 503 when that takes too long.
 */
@Injectable()
export class BulkConnections implements OnApplicationShutdown {
  private opening: Promise<DataSource> | undefined;

  constructor(private readonly environment: Environment) {}

  /** What the work leaves in temporary tables goes with its end. */
  async use<Result>(work: (connection: BulkConnection) => Promise<Result>): Promise<Result> {
    const runner = (await this.dataSource()).createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.query('DISCARD TEMP');
      return await work({ manager: runner.manager, client });
    } finally {
      await runner.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.opening)?.destroy();
  }

  /** Opened when it is first needed; an opening that failed is tried again. */
  private dataSource(): Promise<DataSource> {
    const { DATABASE_BULK_POOL_SIZE } = this.environment;
    const options = unlimitedOptions(this.environment, DATABASE_BULK_POOL_SIZE);
    this.opening ??= new DataSource({ ...options, migrations: [] }).initialize();
    this.opening.catch(() => (this.opening = undefined));
    return this.opening;
  }
}
