import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { Environment } from '../config/environment.js';
import { BulkConnections } from './bulk-connections.js';
import { Connections } from './connections.js';
import { HeldLocks } from './held-locks.js';
import { LockQueue } from './lock-queue.js';
import { migrate } from './migrate.js';
import { Reader } from './reader.js';
import { Transactions } from './transactions.js';

/** The connection, migrated, for the whole application. */
@Module({})
export class DatabaseModule {
  static forRoot(environment: Environment): DynamicModule {
    const connection = TypeOrmModule.forRootAsync({
      useFactory: () => ({ ...dataSourceOptions(environment), retryAttempts: 0 }),
      dataSourceFactory: async (options) => {
        try {
          await migrate(environment);
          return await new DataSource(options!).initialize();
        } catch (error) {
          throw new Error(`The database can't be used: ${(error as Error).message}`, { cause: error });
        }
      },
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [connection],
      providers: [Connections, Reader, HeldLocks, LockQueue, Transactions, BulkConnections],
      exports: [Connections, Reader, LockQueue, Transactions, BulkConnections],
    };
  }
}
