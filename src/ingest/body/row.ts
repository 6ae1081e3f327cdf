/** A row of a body, as it came. */
export interface Row {
  /** Its line, or its number in an array, from 1. */
  line: number;
  value: unknown;
  /** Why it can't be read, where it can't. */
  fault?: string;
  /** How it begins, where it is a line that can't be read. */
  head?: string;
  /** Where in it the fault is, if not all of it. */
  pointer?: string;
}

/** Bytes of a row at the most: an embedding of 4,096 numbers, written out in full, has a tenth of it. */
export const MAX_ROW_BYTES = 1024 * 1024;
export const MAX_ROW = '1 MiB';
