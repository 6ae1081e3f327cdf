import { lookAt } from '../../storage/look.js';
import type { Check } from '../check.js';
import { PIECE, pieces } from '../pieces.js';
import { lookTwice } from '../second-look.js';
import { settleFolders } from './folders.js';

interface Deleted {
  identity_uuid: string;
  deleted_at: Date;
}

/** Who was deleted is remembered until the folder is gone, which it is at once unless something was in the way. */
export const DELETED_IDENTITIES: Check = {
  name: 'deleted identities',
  unit: 'whose folders are to be removed',
  remedy: '--fix removes their folders',

  find(tools) {
    const { manager, folders, signal } = tools;
    const next = (last?: Deleted): Promise<Deleted[]> =>
      manager.query(ALL, [last?.identity_uuid ?? null, PIECE]);
    const sight = {
      pieces: pieces(next, signal),
      async look({ identity_uuid, deleted_at }: Deleted) {
        const found = await lookAt(folders.of(identity_uuid).path);
        const rest = found ? 'its folder is still there' : 'not yet forgotten';
        return { basis: deleted_at.toISOString(), fault: `was deleted, ${rest}` };
      },
      async again(uuid: string) {
        const rows = await manager.query<Deleted[]>(ONE, [uuid]);
        return rows[0];
      },
    };
    return lookTwice(sight, tools);
  },

  mend: settleFolders,
};

const SELECT = 'SELECT identity_uuid, deleted_at FROM deleted_identity';
const ALL = `${SELECT} WHERE $1::uuid IS NULL OR identity_uuid > $1 ORDER BY identity_uuid LIMIT $2`;
const ONE = `${SELECT} WHERE identity_uuid = $1`;
