/** A timestamptz as RFC 3339 in UTC with its microseconds: what was ordered by it is in that order again. */
export const rfc3339Micro = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
