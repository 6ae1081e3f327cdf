/**
 * Selects the `pid`s of those who wait for a table. The tests' databases are copies of one: a table has the same number
 * in all of them, so who waits in another one is told apart by the database.
 */
export const whoWaitsFor = (table: string): string => `
  SELECT pid FROM pg_locks
  WHERE relation = '${table}'::regclass AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
