import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { Environment } from '../config/environment.js';
import { Batches } from './batches.js';
import { Connections } from './connections.js';
import type { JointStatement } from './joint-statement.js';
import { SharedReads } from './shared-reads.js';
import type { Statement } from './statement.js';

/** What a statement found for the n-th of the questions, from 1. Where there is nothing to be found there is no row. */
type Found = QueryResultRow & { n: number };

/**
 * Reads with named statements on TypeORM's own pool. TypeORM never names a statement, so that each of its
 * queries is parsed and planned anew; a hot read can't afford that.
 */
@Injectable()
export class Reader {
  private readonly batches = new Map<string, Batches<unknown[], QueryResultRow | undefined>>();
  private readonly sharedReads = new SharedReads();

  constructor(
    private readonly connections: Connections,
    private readonly environment: Environment,
  ) {}

  /** Requests whose question waits to be asked together with others, or once for all of them. */
  get waiting(): number {
    let { waiting } = this.sharedReads;
    for (const batches of this.batches.values()) waiting += batches.waiting;
    return waiting;
  }

  async rows<Row extends QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.connections.pool.query<Row>({ name, text, values });
    return rows;
  }

  /** The same; whoever asks the same at the same moment shares the rows (shared-reads.ts). */
  shared<Row extends QueryResultRow>(statement: Statement, values: unknown[]): Promise<Row[]> {
    const question = `${statement.name} ${JSON.stringify(values)}`;
    return this.sharedReads.of(question, () => this.rows<Row>(statement, values));
  }

  /** What a statement finds for one question, which is asked together with others (batches.ts). */
  one<Row extends QueryResultRow>(statement: JointStatement, values: unknown[]): Promise<Row | undefined> {
    let batches = this.batches.get(statement.name);
    if (!batches) {
      const limits = {
        together: statement.together,
        patience: this.environment.DATABASE_QUEUE_TIMEOUT * 1000,
      };
      batches = new Batches(limits, (questions) => this.each(statement, questions));
      this.batches.set(statement.name, batches);
    }
    return batches.of(values) as Promise<Row | undefined>;
  }

  /** What several ask is asked once. */
  private async each(
    statement: JointStatement,
    questions: unknown[][],
  ): Promise<(QueryResultRow | undefined)[]> {
    const keys = questions.map(keyOf);
    const different = [...new Set(keys)];
    const asked = different.map((key) => questions[keys.indexOf(key)]!);
    const values = asked[0]!.map((value, nth) =>
      nth < statement.own ? asked.map((question) => question[nth]) : value,
    );
    const rows = await this.rows<Found>(statement, values);
    const found = new Map(rows.map((row) => [different[row.n - 1], row]));
    return keys.map((key) => found.get(key));
  }
}

/** Tells questions apart: no text that PostgreSQL takes has a zero in it. */
const keyOf = (question: unknown[]): string => question.join('\0');
