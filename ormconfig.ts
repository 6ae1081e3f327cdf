import { DataSource, type DataSourceOptions } from 'typeorm';
import { accessEntities } from './src/auth/entities/index.js';
import { type Environment, readEnvironment } from './src/config/environment.js';
import { DatabaseClient } from './src/database/database-client.js';
import { announceProcess } from './src/database/presence.js';
import { embeddedConnection, embeddedFolder } from './src/database/embedded/socket.js';
import { migrations } from './src/database/migrations/index.js';
import { catalogueEntities } from './src/catalogue/entities/index.js';

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
    // How long a request waits for a connection, be it a free one or a new one. Milliseconds.
    connectTimeoutMS: environment.DATABASE_QUEUE_TIMEOUT * SECOND,
    extra: { Client: DatabaseClient, ...forRequests(environment) },
  };
}

/** The same for work that takes as long as it takes. */
export const unlimitedOptions = (environment: Environment, poolSize: number): DataSourceOptions =>
  ({ ...dataSourceOptions(environment), poolSize, extra: { Client: DatabaseClient } }) as DataSourceOptions;

/** Milliseconds. */
const SECOND = 1000;
/** Seconds behind the server's own time limit after which it is taken for one that has stopped answering. */
const GRACE = 5;

/** Limits that the server keeps, but for query_timeout, which is for a server that keeps none any more. */
const forRequests = ({ DATABASE_LOCK_TIMEOUT, DATABASE_STATEMENT_TIMEOUT }: Environment): object => ({
  lock_timeout: DATABASE_LOCK_TIMEOUT * SECOND,
  statement_timeout: DATABASE_STATEMENT_TIMEOUT * SECOND,
  query_timeout: (DATABASE_STATEMENT_TIMEOUT + GRACE) * SECOND,
  onConnect: announceProcess,
  // One stays open however long nothing is asked: the process is alive.
  min: 1,
  // Named statements are planned once: planning takes longer than most of them run.
  options: '-c plan_cache_mode=force_generic_plan',
});

export default new DataSource(dataSourceOptions(readEnvironment(process.env)));
