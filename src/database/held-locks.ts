import { Injectable } from '@nestjs/common';
import { hex } from '../common/sql.js';
import { Environment } from '../config/environment.js';
import { Batches } from './batches.js';
import { Reader } from './reader.js';
import { keyOf, type Lock } from './lock.js';

/** Questions that one statement answers. */
const TOGETHER = 1000;

/** Finds out which locks other transactions hold, without waiting for any of them. */
@Injectable()
export class HeldLocks {
  private readonly batches: Batches<Lock[], Lock[]>;

  constructor(
    private readonly reader: Reader,
    { DATABASE_QUEUE_TIMEOUT }: Environment,
  ) {
    const limits = { together: TOGETHER, patience: DATABASE_QUEUE_TIMEOUT * 1000 };
    this.batches = new Batches(limits, (questions) => this.each(questions));
  }

  /** Those of the locks that are held. A row that does not exist is not locked. */
  async among(locks: Lock[]): Promise<Lock[]> {
    return locks.length === 0 ? [] : this.batches.of(locks);
  }

  private async each(questions: Lock[][]): Promise<Lock[][]> {
    const locks = [...new Map(questions.flat().map((lock) => [keyOf(lock), lock])).values()];
    const idsOf = (kind: Lock['kind']): string[] =>
      locks.filter((lock) => lock.kind === kind).map(({ id }) => id);
    const rows = await this.reader.rows<Lock>(HELD, [idsOf('identity'), idsOf('file'), idsOf('name')]);
    const held = new Set(rows.map(keyOf));
    return questions.map((question) => question.filter((lock) => held.has(keyOf(lock))));
  }
}

/** Takes what is free, only until the statement ends: PostgreSQL has no other way to tell whether a row is locked. */
const heldRows = (table: 'identity' | 'file', uuids: string): string => `
  SELECT '${table}' AS kind, ${hex(`t.${table}_uuid`)} AS id
  FROM ${table} t
  WHERE t.${table}_uuid = ANY (${uuids})
    AND NOT EXISTS (SELECT FROM free_${table} f WHERE f.${table}_uuid = t.${table}_uuid)`;

const freeRows = (table: 'identity' | 'file', uuids: string): string => `
  free_${table} AS MATERIALIZED (
    SELECT ${table}_uuid FROM ${table} WHERE ${table}_uuid = ANY (${uuids}) FOR NO KEY UPDATE SKIP LOCKED
  )`;

const HELD = {
  name: 'held_locks',
  text: `
  WITH ${freeRows('identity', '$1::uuid[]')}, ${freeRows('file', '$2::uuid[]')}
  ${heldRows('identity', '$1::uuid[]')}
  UNION ALL
  ${heldRows('file', '$2::uuid[]')}
  UNION ALL
  SELECT 'name', name FROM unnest($3::text[]) name
  WHERE NOT pg_try_advisory_xact_lock(hashtextextended(name, 0))`,
};
