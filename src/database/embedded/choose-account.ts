import { once } from 'node:events';
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Account, spawnAs } from './account.js';

/** PostgreSQL refuses root, but not the owner of root's files in a user namespace, where he is called nobody. */
const ROOT_IN_NAMESPACE: Account = { uid: 0, gid: 0, wrapper: ['unshare', '--user'] };

/** Accounts made to run services, the likeliest first. */
const SERVICE_USERS = ['postgres', 'node', 'nobody'];

/** The first account that may run a server on `folder` and is able to. */
export async function chooseAccount(folder: string, postgres: string): Promise<Account> {
  for (const account of await candidates(folder)) {
    if (await isAble(account, dirname(folder), postgres)) return account;
  }
  const remedy = process.getuid?.() === 0 ? 'Run the service as an ordinary user who can, or set' : 'Set';
  throw new Error(
    `No suitable account can both run ${postgres} and enter ${dirname(folder)}. ` +
      `${remedy} DATABASE_URL to a PostgreSQL server (15 or later).`,
  );
}

/** Who made the data goes on serving it; only root has a choice, and only in a fresh folder. */
async function candidates(folder: string): Promise<Account[]> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const existing = await stat(folder).catch(() => undefined);
  if (uid !== 0) return [ownAccount(folder, existing, uid, gid)];
  if (existing && existing.uid !== 0) return [{ uid: existing.uid, gid: existing.gid, wrapper: [] }];
  if (existing && (await readdir(folder)).length > 0) return [ROOT_IN_NAMESPACE];
  return [...(await serviceAccounts()), ROOT_IN_NAMESPACE];
}

function ownAccount(folder: string, existing: Stats | undefined, uid: number, gid: number): Account {
  if (!existing || existing.uid === uid) return { uid, gid, wrapper: [] };
  throw new Error(
    `${folder} belongs to user ${existing.uid}, and this is user ${uid}: run the service as its owner, ` +
      'choose another DATA_DIR or set DATABASE_URL.',
  );
}

async function serviceAccounts(): Promise<Account[]> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const lines = SERVICE_USERS.map((name) => new RegExp(`^${name}:[^:]*:(\\d+):(\\d+)`, 'm').exec(users));
  return lines.flatMap((line) => (line ? [{ uid: Number(line[1]), gid: Number(line[2]), wrapper: [] }] : []));
}

/** Tried rather than reasoned about: permissions, mount options, container policies and libraries all have a say. */
async function isAble(account: Account, parent: string, postgres: string): Promise<boolean> {
  try {
    const attempt = ['sh', '-c', 'cd "$1" && exec "$2" --version', 'sh', parent, postgres];
    const [status] = (await once(spawnAs(account, attempt, { stdio: 'ignore' }), 'exit')) as [number | null];
    return status === 0;
  } catch {
    return false;
  }
}
