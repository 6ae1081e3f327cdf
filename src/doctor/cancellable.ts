import type { DataSource, EntityManager } from 'typeorm';

/** Does something on a connection whose statement, however long it takes, ends at once when the signal says so. */
export async function cancellable<Result>(
  manager: EntityManager,
  others: DataSource,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const [{ pid }] = await manager.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
  // Where that can't be said, the statement ends when it ends.
  const cancel = (): void => void others.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => undefined);
  signal.addEventListener('abort', cancel);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
