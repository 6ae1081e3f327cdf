import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { Environment } from '../config/environment.js';
import { BulkConnections } from './bulk-connections.js';
import { migrate } from './migrate.js';
import { Reader } from './reader.js';
import { Transactions } from './transactions.js';

/** The connection, migrated, for the whole application. */
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    const connection = TypeOrmModule.forRootAsync({
      inject: [Environment],
      useFactory: (environment: Environment) => ({ ...dataSourceOptions(environment), retryAttempts: 0 }),
      dataSourceFactory: async (options) => {
        try {
          const dataSource = await new DataSource(options!).initialize();
          await migrate(dataSource);
          return dataSource;
        } catch (error) {
          throw new Error(`The database can't be used: ${(error as Error).message}`, { cause: error });
        }
      },
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [connection],
      providers: [Reader, Transactions, BulkConnections],
      exports: [Reader, Transactions, BulkConnections],
    };
  }
}
