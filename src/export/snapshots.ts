import { Injectable } from '@nestjs/common';
import { BulkConnections } from '../database/bulk-connections.js';
import { rfc3339Micro } from './lines/timestamp.js';
import { Snapshot } from './snapshot.js';

/**
 * Whatever the server's settings are: numbers go out in full, and it takes as long as the reader takes, who holds
 * up no parallel workers. No statement is compiled: there may be thousands.
 */
const BEGIN = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL extra_float_digits = 1;
  SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL max_parallel_workers_per_gather = 0;
  SET LOCAL jit = off`;

/** Whatever is committed from here on isn't seen. */
const TAKE = `SELECT ${rfc3339Micro('now()')} AS now`;

/** Lends snapshots of the archive, on connections that no request waits for. */
@Injectable()
export class Snapshots {
  constructor(private readonly connections: BulkConnections) {}

  /** One that ends as soon as `signal` is aborted, whatever is being read of it. */
  use<Result>(signal: AbortSignal, work: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    return this.connections.use(async ({ client }) => {
      await client.query(BEGIN);
      const { rows } = await client.query<{ now: string }>(TAKE);
      const snapshot = new Snapshot(client, rows[0]!.now);
      const end = (): void => void snapshot.end().catch(() => undefined);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      return work(snapshot)
        .finally(() => signal.removeEventListener('abort', end))
        .finally(() => snapshot.end());
    });
  }
}
