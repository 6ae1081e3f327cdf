/** SQL expressions for the forms in which values go out. */

/** A uuid as 32 lower-case hex digits: from its bytes, in half the time that the text without its hyphens takes. */
export const hex = (column: string): string => `encode(uuid_send(${column}), 'hex')`;

/** A timestamptz as RFC 3339 in UTC, without fraction. */
export const rfc3339 = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
