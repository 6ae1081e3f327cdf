import { randomInt } from 'node:crypto';
import type { Client } from 'pg';

/** Tells this process from all others that use the database. */
export const OWN_PROCESS = randomInt(1, 2 ** 31);

/** Keeps these locks apart from others of two numbers: ASCII "mome". */
const LOCK_CLASS = 0x6d6f6d65;

/**
 * Shows the other processes that this one is alive: each connection for requests holds a shared lock on the number of
 * the process, which PostgreSQL releases when the connection ends, be it because the process was killed. A process
 * that loses all of its connections seems to have died until it opens another one.
 */
export async function announceProcess(client: Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1, $2)', [LOCK_CLASS, OWN_PROCESS]);
}

/**
 * SQL: whether another process has no connection. A process must not ask about itself: a connection's lock does not
 * conflict with itself. Through PgBouncer in transaction mode, where a server connection keeps its locks, this may stay
 * false for long after the process has died.
 */
export const hasDied = (process: string): string => `pg_try_advisory_xact_lock(${LOCK_CLASS}, ${process})`;
