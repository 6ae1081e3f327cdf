import type { FieldFault } from '../common/errors/problem.js';
import { Alike, type Counted, numberless } from './alike.js';

/** A row that was not taken. */
export interface Refusal extends FieldFault {
  /** The row's place: a line, or the number of an array's element, from 1. */
  line: number;
}

/** A row that PostgreSQL found wanting, before its place is known in words. */
export interface RefusedRow extends Refusal {
  /** How many there are in all. bigint: pg gives it as text. */
  total: string;
  /** How many have the same pointer and, but for numbers, the same detail, … */
  alike: string;
  /** … and the how manieth of these it is, from 1. */
  nth: string;
}

/** Refusals kept; the others are counted. */
export const MAX_REFUSALS = 50;

const sortOf = ({ pointer, detail }: Refusal): string => numberless(`${pointer} ${detail}`);

/** Collects what was refused: all of it counted, the first of it by line named, and each reason once. */
export class Refusals {
  count = 0;
  private readonly kept: Refusal[] = [];
  private readonly alike = new Alike(MAX_REFUSALS, sortOf);

  /** One row, with everything that is wrong with it. */
  add(line: number, faults: FieldFault[]): void {
    this.count++;
    for (const fault of faults) {
      const refusal = { line, ...fault };
      if (this.kept.length < MAX_REFUSALS) this.kept.push(refusal);
      this.alike.add(refusal);
    }
  }

  /** These and those that statements found. */
  with(found: RefusedRow[][]): Refusals {
    const all = new Refusals();
    all.count = found.reduce((sum, rows) => sum + Number(rows[0]?.total ?? 0), this.count);
    all.kept.push(...this.kept);
    for (const { rows, ...refusal } of this.reasons()) all.alike.add(refusal, rows);
    all.alike.missed += this.untold;
    for (const rows of found) all.addFound(rows);
    return all;
  }

  private addFound(rows: RefusedRow[]): void {
    let missed = Number(rows[0]?.total ?? 0);
    for (const { pointer, detail, alike, nth, ...row } of rows) {
      const refusal = { line: Number(row.line), pointer, detail };
      this.kept.push(refusal);
      if (nth !== '1') continue;
      this.alike.add(refusal, Number(alike));
      missed -= Number(alike);
    }
    this.alike.missed += missed;
  }

  /** Refusals whose reason is not among those that are told. */
  get untold(): number {
    return this.alike.missed;
  }

  first(): Refusal[] {
    return this.kept.toSorted((a, b) => a.line - b.line).slice(0, MAX_REFUSALS);
  }

  /** Each reason by the first row that has it. */
  reasons(): Counted<Refusal>[] {
    return this.alike.all().toSorted((a, b) => a.line - b.line);
  }
}
