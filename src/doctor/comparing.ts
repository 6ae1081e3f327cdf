import type { Check, Tools } from './check.js';

/** Finds what differs by one statement, hence at one moment; it has looked at as many as there are rows in `table`. */
export const comparing =
  (table: string, comparison: string): Check['find'] =>
  async ({ manager }: Tools) => {
    await manager.query(comparison);
    const [{ count }] = await manager.query<[{ count: string }]>(`SELECT count(*) FROM ${table}`);
    return Number(count);
  };
