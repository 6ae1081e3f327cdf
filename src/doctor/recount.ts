import type { Check } from './check.js';
import { comparing } from './comparing.js';

/** A table, or columns of one, that are kept of other tables. */
interface Kept {
  table: string;
  keys: ('identity_uuid' | 'file_uuid' | 'trace_id')[];
  /** What is kept; `face_count` is among it everywhere. */
  columns: string[];
  /** A SELECT of keys and columns as they should be. */
  recount: string;
}

/** Finds what is not kept as it should be. */
export const recounting = (kept: Kept): Check['find'] => comparing(kept.table, comparison(kept));

const comparison = ({ table, keys, columns, recount }: Kept): string => `
  INSERT INTO difference (${keys.join(', ')}, fault)
  SELECT ${keys.join(', ')}, fault
  FROM (
    SELECT ${keys.join(', ')},
      CASE
        WHEN k.face_count IS NULL THEN 'is missing'
        WHEN r.face_count IS NULL THEN 'should not be there'
        ELSE concat_ws(', ', ${columns.map(faultOf).join(', ')})
      END AS fault
    FROM ${table} k
    FULL JOIN (${recount}) r USING (${keys.join(', ')})
  ) compared
  WHERE fault <> ''`;

/** In words, what differs in a column; null where nothing does. */
const faultOf = (column: string): string => `
  CASE WHEN ${isDifferent(column)}
    THEN '${column} is ' || ${valueOf(`k.${column}`)} || ', not ' || ${valueOf(`r.${column}`)}
  END`;

const valueOf = (column: string): string => `coalesce(left(${column}::text, 40), 'null')`;

/** A mean depends, in its last digits, on the order in which it was summed up: it may be rounded up or down. */
const isDifferent = (column: string): string =>
  column === 'confidence'
    ? 'NOT (k.confidence = r.confidence OR abs(k.confidence - r.confidence) < 0.0000015)'
    : `k.${column} IS DISTINCT FROM r.${column}`;
