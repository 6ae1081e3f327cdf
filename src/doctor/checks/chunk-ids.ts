import type { EntityManager } from 'typeorm';
import type { Check } from '../check.js';

/** The next number that a chunk gets must be beyond those that there are. */
export const CHUNK_IDS: Check = {
  name: 'chunk numbers',
  unit: 'sequence',
  remedy: '--fix lets it go on behind the last chunk',

  async find({ manager, differences }) {
    const [{ next, last }] = await manager.query<[{ next: string; last: number | null }]>(NUMBERS);
    if (last !== null && Number(next) <= last) {
      await differences.add([{ fault: `the next chunk would be ${next}, but there is one with ${last}` }]);
    }
    return 1;
  },

  /** Nobody may draw a number between the look at the last one and the setting. */
  async mend({ manager, transactions }) {
    await transactions.runOn(manager, async (own: EntityManager) => {
      await own.query('LOCK TABLE chunk IN SHARE ROW EXCLUSIVE MODE');
      await own.query(`SELECT setval('chunk_id_seq', max(id)) FROM chunk`);
    });
  },
};

const NUMBERS = `
  SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS next, (SELECT max(id) FROM chunk) AS last
  FROM chunk_id_seq`;
