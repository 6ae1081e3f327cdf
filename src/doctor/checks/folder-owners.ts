import { existsSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Tools } from '../check.js';
import { PIECE } from '../pieces.js';

/** The name of an identity's folder. */
const OURS = /^[0-9a-f]{32}$/;

/** Whose the folders of identities are: nobody's that this database knows, if they are another's or somebody put them there. */
export const FOLDER_OWNERS: Check = {
  name: 'folder owners',
  unit: 'folders',
  remedy: 'they belong to no identity and are left alone',
  harmless: true,

  async find(tools) {
    const root = join(tools.environment.OUTPUT_DIR, 'identities');
    let names: string[] = [];
    let looked = 0;
    for await (const name of foldersOf(root)) {
      looked++;
      if (names.push(name) < PIECE) continue;
      await compare(tools, root, names);
      names = [];
    }
    await compare(tools, root, names);
    return looked;
  },
};

async function* foldersOf(root: string): AsyncGenerator<string> {
  if (!existsSync(root)) return;
  for await (const entry of await opendir(root)) {
    if (entry.isDirectory() && OURS.test(entry.name)) yield entry.name;
  }
}

/** Who was deleted just now has neither a row nor a folder. */
async function compare({ manager, differences }: Tools, root: string, names: string[]): Promise<void> {
  const unknown = await manager.query<{ name: string }[]>(UNKNOWN, [names]);
  const there = unknown.filter(({ name }) => existsSync(join(root, name)));
  await differences.add(there.map(({ name }) => ({ fault: join(root, name) })));
}

const UNKNOWN = `
  SELECT f.name
  FROM unnest($1::text[]) f (name)
  WHERE NOT EXISTS (SELECT FROM identity i WHERE i.identity_uuid = f.name::uuid)
    AND NOT EXISTS (SELECT FROM deleted_identity d WHERE d.identity_uuid = f.name::uuid)`;
