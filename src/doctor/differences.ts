import type { EntityManager } from 'typeorm';
import { toHex } from '../common/uuid.js';
import { PIECE, pieces } from './pieces.js';

/** One thing that is not as it should be, with what it takes to find it. */
export interface Difference {
  identity_uuid?: string | null;
  file_uuid?: string | null;
  trace_id?: number | null;
  fault: string;
}

/** The identities that differ in one file. */
interface InFile {
  file_uuid: string;
  identity_uuids: string[];
}

/** What a check has found, however much it is: in a temporary table of its connection. */
export class Differences {
  private constructor(private readonly manager: EntityManager) {}

  static async on(manager: EntityManager): Promise<Differences> {
    await manager.query(`
      CREATE TEMPORARY TABLE difference (
        number bigint GENERATED ALWAYS AS IDENTITY,
        identity_uuid uuid,
        file_uuid uuid,
        trace_id integer,
        fault text NOT NULL
      )`);
    return new Differences(manager);
  }

  async clear(): Promise<void> {
    await this.manager.query('TRUNCATE difference');
  }

  async add(differences: Difference[]): Promise<void> {
    await this.manager.query(ADD, [JSON.stringify(differences)]);
  }

  async count(): Promise<number> {
    const [{ count }] = await this.manager.query<[{ count: string }]>('SELECT count(*) FROM difference');
    return Number(count);
  }

  /** The first ones, in words. */
  async first(limit: number): Promise<string[]> {
    const rows = await this.manager.query<Difference[]>(FIRST, [limit]);
    return rows.map(inWords);
  }

  /** The files that differ, piece by piece. */
  files(): AsyncGenerator<InFile[]> {
    return pieces((last) => this.manager.query(FILES, [last?.file_uuid ?? null, PIECE]));
  }

  /** The identities that differ, piece by piece, in the order of their uuids. */
  identities(): AsyncGenerator<{ identity_uuid: string }[]> {
    return pieces((last) => this.manager.query(IDENTITIES, [last?.identity_uuid ?? null, PIECE]));
  }
}

const ADD = `
  INSERT INTO difference (identity_uuid, file_uuid, trace_id, fault)
  SELECT identity_uuid, file_uuid, trace_id, fault
  FROM json_to_recordset($1) AS d (identity_uuid uuid, file_uuid uuid, trace_id integer, fault text)`;

const FIRST = `
  SELECT identity_uuid, file_uuid, trace_id, fault FROM difference ORDER BY number LIMIT $1`;

const FILES = `
  SELECT file_uuid, array_agg(DISTINCT identity_uuid) AS identity_uuids
  FROM difference
  WHERE $1::uuid IS NULL OR file_uuid > $1
  GROUP BY file_uuid
  ORDER BY file_uuid
  LIMIT $2`;

const IDENTITIES = `
  SELECT DISTINCT identity_uuid
  FROM difference
  WHERE $1::uuid IS NULL OR identity_uuid > $1
  ORDER BY identity_uuid
  LIMIT $2`;

function inWords({ identity_uuid, file_uuid, trace_id, fault }: Difference): string {
  const place = [
    identity_uuid && `identity ${toHex(identity_uuid)}`,
    file_uuid && `file ${toHex(file_uuid)}`,
    typeof trace_id === 'number' && `trace ${trace_id}`,
  ].filter(Boolean);
  return place.length > 0 ? `${place.join(', ')}: ${fault}` : fault;
}
