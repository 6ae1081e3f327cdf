/** A value as a line of NDJSON. */
export const lineOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
