import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { named } from './named.js';
import type { Statement } from './statement.js';

/** Serialization failure, deadlock, and a unique value that another transaction wrote first. */
const LOST_RACES = new Set(['40001', '40P01', '23505']);
const ATTEMPTS = 5;

/** Runs a use case as one transaction, and again when it lost a race: the second time it sees who won. */
@Injectable()
export class Transactions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** `on`: a manager whose connection it runs on; one of the pool's unless told. */
  async run<Result>(
    useCase: (manager: EntityManager) => Promise<Result>,
    on: DataSource | EntityManager = this.dataSource,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await on.transaction(useCase);
      } catch (error) {
        const { code } = error as { code?: string };
        if (attempt === ATTEMPTS || !LOST_RACES.has(code ?? '')) throw error;
      }
    }
  }
}

/** Takes locks on names of ours, held until the transaction ends; in one order, so that two can't wait for each other. */
export async function lockNames(manager: EntityManager, ...names: string[]): Promise<void> {
  await named(manager, LOCK_NAMES, [[...new Set(names)].sort()]);
}

const LOCK_NAMES: Statement = {
  name: 'lock_names',
  text: `
    SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
    FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)
    ORDER BY place`,
};
