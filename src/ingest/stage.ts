import type { FieldFault } from '../common/errors/problem.js';
import type { BulkConnection } from '../database/bulk-connections.js';
import type { Row } from './body/row.js';
import { CopyWriter, type CopyValue } from './copy-writer.js';
import type { Staged } from './merge-staged.js';
import { Refusals } from './refusals.js';

/** A table of incoming rows, and how a row becomes one of its. */
export interface Stage {
  /** CREATE TEMP TABLE … */
  sql: string;
  table: string;
  columns: readonly string[];
  /** The row's values; or what is wrong with it. */
  take(line: number, value: unknown): CopyValue[] | { faults: FieldFault[] };
}

/** Brings rows into their table as they come. */
export async function stageRows(
  connection: BulkConnection,
  stage: Stage,
  rows: AsyncIterable<Row[]>,
): Promise<Staged> {
  await connection.manager.query(stage.sql);
  const copy = new CopyWriter(connection, stage.table, stage.columns);
  const refusals = new Refusals();
  let sent = 0;
  try {
    for await (const piece of rows) {
      for (const { line, value, fault, pointer = '#' } of piece) {
        sent++;
        const taken = fault ? { faults: [{ pointer, detail: fault }] } : stage.take(line, value);
        if ('faults' in taken) refusals.add(line, taken.faults);
        else copy.add(taken);
      }
      await copy.flush();
    }
    await copy.end();
  } catch (error) {
    await copy.abort();
    throw error;
  }
  await connection.manager.query(`ANALYZE ${stage.table}`);
  return { sent, refusals };
}
