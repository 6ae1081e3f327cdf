import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { Batches } from './batches.js';
import { Connections } from './connections.js';
import { SharedReads } from './shared-reads.js';
import type { Statement } from './statement.js';

/** Subjects asked for together at the most. */
const TOGETHER = 64;

/** What a statement found for the n-th of those whom it was asked about, from 1. Who isn't there has no row. */
type Found = QueryResultRow & { n: number };

/**
 * Reads with named statements on TypeORM's own pool. TypeORM never names a statement, so that each of its
 * queries is parsed and planned anew; a hot read can't afford that.
 */
@Injectable()
export class Reader {
  private readonly batches = new Map<string, Batches<string, QueryResultRow | undefined>>();
  private readonly sharedReads = new SharedReads();

  constructor(private readonly connections: Connections) {}

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

  /**
   * What a statement finds of one subject, asked together with others (batches.ts). $1 is an array of subjects; each
   * row bears in `n` the number of the one that it is about. `values`: $2 and so on, always the same for a statement.
   */
  one<Row extends QueryResultRow>(
    statement: Statement,
    uuid: string,
    values: unknown[],
  ): Promise<Row | undefined> {
    let batches = this.batches.get(statement.name);
    if (!batches) {
      batches = new Batches(TOGETHER, (uuids) => this.each(statement, uuids, values));
      this.batches.set(statement.name, batches);
    }
    return batches.of(uuid) as Promise<Row | undefined>;
  }

  /** Whom several ask about is looked up once. */
  private async each(
    statement: Statement,
    uuids: string[],
    values: unknown[],
  ): Promise<(QueryResultRow | undefined)[]> {
    const subjects = [...new Set(uuids)];
    const rows = await this.rows<Found>(statement, [subjects, ...values]);
    const found = new Map(rows.map((row) => [subjects[row.n - 1], row]));
    return uuids.map((uuid) => found.get(uuid));
  }
}

/** Asks a SELECT about one subject, `asked.uuid`, for each of those in $1. */
export const askedTogether = (select: string): string => `
  SELECT asked.n::integer AS n, found.*
  FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (uuid, n)
  CROSS JOIN LATERAL (${select}) found`;
