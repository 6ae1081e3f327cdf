import { MAX_REFUSALS } from './refusals.js';

/**
 * Takes unfit rows out of a table of incoming rows: a statement that returns the first of them, as RefusedRow.
 * `unfit`: a SELECT of row_id (the ctid), pointer and detail; a row whose detail is null stays.
 */
export const refuseRows = (table: string, unfit: string): string => `
  WITH unfit AS (${unfit}),
  gone AS (
    DELETE FROM ${table} i USING unfit u
    WHERE i.ctid = u.row_id AND u.detail IS NOT NULL
    RETURNING i.line, u.pointer, u.detail
  )
  SELECT *, count(*) OVER () AS total, count(*) OVER alike AS alike,
    row_number() OVER (alike ORDER BY line) AS nth
  FROM gone
  WINDOW alike AS (PARTITION BY pointer, regexp_replace(detail, '[0-9]+', '', 'g'))
  ORDER BY line, nth LIMIT ${MAX_REFUSALS}`;

/** The second row and every further one with the same value of a column that names it. */
export const repeated = (table: string, column: string): string =>
  refuseRows(
    table,
    `SELECT ctid AS row_id, '#/${column}' AS pointer,
      CASE WHEN row_number() OVER (PARTITION BY ${column} ORDER BY line, ctid) > 1 THEN 'was sent before' END AS detail
    FROM ${table}
    WHERE ${column} IN (SELECT ${column} FROM ${table} GROUP BY ${column} HAVING count(*) > 1)`,
  );
