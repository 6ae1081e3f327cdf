import type { Statement } from './statement.js';

/** A statement that answers several questions. */
export interface JointStatement extends Statement {
  /** How many of its parameters each question has of its own: the first ones. The others are always the same. */
  own: number;
  /** Questions that it answers at the most. */
  together: number;
}

/** For questions that take some ten microseconds each: the larger their batches, the better. */
const MANY = 64;

interface Parts {
  name: string;
  /** Of at most one row. */
  select: string;
  /** Of the parameters that each question has of its own. */
  types: string[];
  together?: number;
}

/**
 * Has a SELECT answer several questions at once (Reader.one). $1 and so on become arrays side by side; each row bears in
 * `n` the number of the question that it answers, from 1.
 */
export function jointStatement({ name, select, types, together = MANY }: Parts): JointStatement {
  const own = types.length;
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`);
  const columns = types.map((_, index) => `p${index + 1}`);
  const lateral = select.replace(/\$(\d+)/g, (parameter, nth: string) =>
    Number(nth) <= own ? `asked.p${nth}` : parameter,
  );
  const text = `
    SELECT asked.n::integer AS n, found.*
    FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS asked (${columns.join(', ')}, n)
    CROSS JOIN LATERAL (${lateral}) found`;
  return { name, text, own, together };
}
