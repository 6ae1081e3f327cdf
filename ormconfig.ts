import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { accessEntities } from './src/auth/entities/index.js';
import { type Environment, readEnvironment } from './src/config/environment.js';
import { embeddedConnection } from './src/database/embedded/socket.js';
import { migrations } from './src/database/migrations/index.js';
import { catalogueEntities } from './src/catalogue/entities/index.js';

/** Where the embedded PostgreSQL keeps its data. */
export const embeddedFolder = (environment: Environment): string => join(environment.DATA_DIR, 'postgres');

/** The one definition of the database connection: the service, its tests and the TypeORM CLI all use it. */
export function dataSourceOptions(environment: Environment): DataSourceOptions {
  const { host, user, database } = embeddedConnection(embeddedFolder(environment));
  return {
    type: 'postgres',
    ...(environment.DATABASE_URL
      ? { url: environment.DATABASE_URL }
      : { host, username: user, database, port: 5432, ssl: false }),
    entities: [...catalogueEntities, ...accessEntities],
    migrations,
    synchronize: false,
    installExtensions: false,
    applicationName: 'momentry-identity',
    poolSize: environment.DATABASE_POOL_SIZE,
    // A pool that is empty for so long means that the database is away: 503 rather than a hanging request.
    connectTimeoutMS: 5000,
    extra: {
      // Nor does a request wait longer for a server that has stopped answering. Milliseconds.
      query_timeout: 30_000,
      // Named statements are planned once: planning takes longer than most of them run.
      options: '-c plan_cache_mode=force_generic_plan',
    },
  };
}

export default new DataSource(dataSourceOptions(readEnvironment(process.env)));
