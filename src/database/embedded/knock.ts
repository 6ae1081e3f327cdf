import { type ClientConfig, DatabaseError } from 'pg';
import { DatabaseClient } from '../database-client.js';
import type { EmbeddedConnection } from './socket.js';

/** Nobody listens; or somebody does who can't serve now, since it is starting or stopping. */
export type NoAnswer = 'absent' | 'busy';

/** A client whose server has answered a query, or why there is none. Makes the database when it is missing. */
export async function knock(connection: EmbeddedConnection): Promise<DatabaseClient | NoAnswer> {
  try {
    return await enter(connection);
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  }
}

/** Waiting helps unless the server refuses for a reason other than its own coming or going, or won't be reached. */
function explain(error: NodeJS.ErrnoException): NoAnswer {
  if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') return 'absent';
  const isFault = error instanceof DatabaseError ? !error.code?.startsWith('57P') : error.code === 'EACCES';
  if (isFault) throw error;
  return 'busy';
}

async function enter(connection: EmbeddedConnection): Promise<DatabaseClient> {
  try {
    return await connect({ ...connection, query_timeout: 5000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== '3D000') throw error;
    await createDatabase(connection);
    return connect(connection);
  }
}

async function createDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = await connect({ ...connection, database: 'postgres' });
  try {
    await client.query(`CREATE DATABASE ${connection.database}`);
  } catch (error) {
    const othersWereQuicker = ['42P04', '23505'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!othersWereQuicker) throw error;
  } finally {
    await client.end();
  }
}

async function connect(config: ClientConfig): Promise<DatabaseClient> {
  const client = new DatabaseClient({ ...config, port: 5432, ssl: false, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return client;
  } catch (error) {
    void client.end();
    throw error;
  }
}
