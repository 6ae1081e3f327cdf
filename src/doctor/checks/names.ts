import { nameKey, sortKey } from '../../catalogue/name-key.js';
import type { Check } from '../check.js';
import { PIECE, pieces } from '../pieces.js';

/** Characters of a name that are shown. */
const SHOWN = 60;

type Key = 'name_key' | 'sort_key';

/** What is kept of names, and where. */
interface Naming {
  table: 'identity' | 'file';
  uuid: 'identity_uuid' | 'file_uuid';
  keys: Key[];
}

type Named = { uuid: string; name: string } & Partial<Record<Key, string>>;

/** By what identities are found and ordered, … */
export const IDENTITY_NAMES = namesCheck({
  table: 'identity',
  uuid: 'identity_uuid',
  keys: ['name_key', 'sort_key'],
});

/** … and files. */
export const FILE_NAMES = namesCheck({ table: 'file', uuid: 'file_uuid', keys: ['sort_key'] });

/** The keys are made by the service: the database can't compare them. */
function namesCheck({ table, uuid, keys }: Naming): Check {
  const select = (condition: string): string => `
    SELECT ${uuid} AS uuid, name, ${keys.join(', ')} FROM ${table}
    WHERE ($1::uuid IS NULL OR ${uuid} > $1) AND ${condition}
    ORDER BY ${uuid} LIMIT $2`;
  const all = select('true');
  const differing = select(`${uuid} IN (SELECT ${uuid} FROM difference)`);
  const update = `
    UPDATE ${table} SET ${keys.map((key, at) => `${key} = $${at + 3}`).join(', ')}
    WHERE ${uuid} = $1 AND name = $2`;
  return {
    name: `${table} names`,
    unit: 'names',
    remedy: '--fix makes their keys anew',

    async find({ manager, differences, signal }) {
      let looked = 0;
      const next = (last?: Named): Promise<Named[]> => manager.query(all, [last?.uuid ?? null, PIECE]);
      for await (const piece of pieces(next, signal)) {
        looked += piece.length;
        await differences.add(
          piece.flatMap((named) => faultsOf(named, keys).map((fault) => ({ [uuid]: named.uuid, fault }))),
        );
      }
      return looked;
    },

    async mend({ manager, signal }) {
      const next = (last?: Named): Promise<Named[]> => manager.query(differing, [last?.uuid ?? null, PIECE]);
      for await (const piece of pieces(next, signal)) {
        for (const named of piece) {
          const made = keysOf(named.name);
          await manager.query(update, [named.uuid, named.name, ...keys.map((key) => made[key])]);
        }
      }
    },
  };
}

function keysOf(name: string): Record<Key, string> {
  const name_key = nameKey(name);
  return { name_key, sort_key: sortKey(name_key) };
}

/** In words, which of its keys are not made of the name. */
function faultsOf(named: Named, keys: Key[]): string[] {
  const made = keysOf(named.name);
  const differing = keys.filter((key) => named[key] !== made[key]);
  return differing.length > 0 ? [`${differing.join(' and ')} not made of "${inShort(named.name)}"`] : [];
}

const inShort = (name: string): string => [...name].slice(0, SHOWN).join('');
