import { existsSync } from 'node:fs';
import { chown, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Home } from './home.js';
import { Supervised } from './supervised.js';

const OPTIONS = [
  ...['--username=momentry', '--auth=trust', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
  // The same order and the same upper and lower case everywhere, whatever locales the system has.
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
];

/** Sees to it that the folder holds a database cluster. */
export async function ensureCluster(home: Home): Promise<void> {
  if (!isCluster(home.folder)) await makeCluster(home);
  await removeDrafts(home.folder);
}

const isCluster = (folder: string): boolean => existsSync(join(folder, 'PG_VERSION'));

/** Makes it under another name first: the folder has a whole cluster or none, however this ends. */
async function makeCluster(home: Home): Promise<void> {
  const draft = await mkdtemp(draftName(home.folder));
  try {
    await chown(draft, home.account.uid, home.account.gid);
    await initialize(draft, home);
    await rename(draft, home.folder);
    await makeDurable(dirname(home.folder));
  } catch (error) {
    const othersWereQuicker = isCluster(home.folder);
    if (!othersWereQuicker) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialize(draft: string, { account, binaries, log }: Home): Promise<void> {
  const initdb = await Supervised.start(account, [binaries.initdb, ...OPTIONS, '-D', draft], log);
  if (!(await initdb.ended())) throw new Error(`PostgreSQL could not make its files:\n${await log.ending()}`);
}

/** Without this a power failure could give the folder its old name back, together with all that was stored since. */
async function makeDurable(parent: string): Promise<void> {
  const handle = await open(parent);
  await handle.sync();
  await handle.close();
}

const draftName = (folder: string): string => `${folder}.init-`;

/** Drafts of attempts that died, or that lost the race: once there is a cluster no draft is of use. */
async function removeDrafts(folder: string): Promise<void> {
  const siblings = await readdir(dirname(folder));
  const drafts = siblings.filter((name) => name.startsWith(basename(draftName(folder))));
  const removals = drafts.map((name) =>
    rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 5 }),
  );
  await Promise.allSettled(removals);
}
