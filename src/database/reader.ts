import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { Connections } from './connections.js';
import type { Statement } from './statement.js';

/**
 * Reads with named statements on TypeORM's own pool. TypeORM never names a statement, so that each of its
 * queries is parsed and planned anew; a hot read can't afford that.
 */
@Injectable()
export class Reader {
  constructor(private readonly connections: Connections) {}

  async rows<Row extends QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.connections.pool.query<Row>({ name, text, values });
    return rows;
  }
}
