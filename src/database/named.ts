import type { PoolClient, QueryResultRow } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';

/** What a statement did. */
export interface Outcome<Row> {
  rows: Row[];
  /** Rows it read or changed. */
  count: number;
}

/**
 * Runs a named statement on the connection of a transaction: parsed and planned once a connection, where
 * TypeORM has it done each time.
 */
export async function named<Row extends QueryResultRow>(
  manager: EntityManager,
  { name, text }: Statement,
  values: unknown[],
): Promise<Outcome<Row>> {
  const client = (await manager.queryRunner!.connect()) as PoolClient;
  const { rows, rowCount } = await client.query<Row>({ name, text, values });
  return { rows, count: rowCount ?? 0 };
}
