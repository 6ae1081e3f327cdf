import type { EntityManager } from 'typeorm';

/** A table whose rows are tallied as they come and go, by triggers that migrations/1764000000000-speed.ts made. */
export interface Tally {
  /** The table that holds the tally. */
  name: 'identity_tally' | 'file_tally';
  of: 'identity' | 'file';
  /** What rows are told apart by. */
  facets: string[];
}

export const TALLIES: Tally[] = [
  { name: 'identity_tally', of: 'identity', facets: ['status', 'source', 'identity_type'] },
  { name: 'file_tally', of: 'file', facets: [] },
];

/** Counts a table anew. Nobody adds to it meanwhile. */
export async function countAnew(manager: EntityManager, { name, of, facets }: Tally): Promise<void> {
  const columns = facets.map((facet) => `${facet}, `).join('');
  await manager.query(`LOCK TABLE ${of} IN SHARE ROW EXCLUSIVE MODE`);
  await manager.query(`DELETE FROM ${name}`);
  await manager.query(`
    INSERT INTO ${name} (${columns}shard, count)
    SELECT ${columns}0, count(*) FROM ${of} ${facets.length > 0 ? `GROUP BY ${facets.join(', ')}` : ''}`);
}
