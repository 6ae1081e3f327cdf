import type { FieldFault } from '../common/errors/problem.js';

/** A row that was not taken. */
export interface Refusal extends FieldFault {
  /** The row's place: a line, or the number of an array's element, from 1. */
  line: number;
}

/** A row that PostgreSQL found wanting, before its place is known in words. */
export interface RefusedRow extends Refusal {
  /** How many there are in all. bigint: pg gives it as text. */
  total: string;
}

/** Refusals kept; the others are counted. */
export const MAX_REFUSALS = 50;

/** Collects what was refused: all of it counted, the first of it by line named. */
export class Refusals {
  constructor(
    public count = 0,
    private readonly kept: Refusal[] = [],
  ) {}

  /** One row, with everything that is wrong with it. */
  add(line: number, faults: FieldFault[]): void {
    this.count++;
    const room = MAX_REFUSALS - this.kept.length;
    if (room > 0) this.kept.push(...faults.slice(0, room).map((fault) => ({ line, ...fault })));
  }

  /** These and those that statements found. */
  with(found: RefusedRow[][]): Refusals {
    const counts = found.map((rows) => Number(rows[0]?.total ?? 0));
    const others = found.flat().map(({ line, pointer, detail }) => ({ line: Number(line), pointer, detail }));
    return new Refusals(
      counts.reduce((sum, count) => sum + count, this.count),
      [...this.kept, ...others],
    );
  }

  first(): Refusal[] {
    return this.kept.toSorted((a, b) => a.line - b.line).slice(0, MAX_REFUSALS);
  }
}
