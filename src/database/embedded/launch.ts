import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from './home.js';
import { Supervised } from './supervised.js';

/** Launches the server of a folder; it is not ready yet, and may find that another one runs. */
export async function launch({ folder, account, binaries, connection, log }: Home): Promise<Supervised> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${quoted(connection.host)}`,
    'unix_socket_permissions=0700',
    'max_connections=500', // the largest pools that the environment allows, and those of a command beside
    'jit=off',
    'log_min_messages=warning',
    'log_checkpoints=off',
  ];
  const command = [
    binaries.postgres,
    '-D',
    folder,
    '-p',
    '5432',
    ...settings.flatMap((line) => ['-c', line]),
  ];
  return Supervised.start(account, command, log, await falseRival(folder));
}

/** The setting is a list: a comma in the path must not divide it. */
const quoted = (path: string): string => `"${path.replaceAll('"', '""')}"`;

/**
 * After a crash the lock file names a process id that another program may have by now (in a container it often
 * has), and PostgreSQL would take that one for a running server. This variable is its own way to be told otherwise.
 */
async function falseRival(folder: string): Promise<NodeJS.ProcessEnv> {
  const pid = parseInt(await contents(join(folder, 'postmaster.pid')));
  const program = await contents(`/proc/${pid}/comm`);
  return program && program !== 'postgres\n' ? { PG_GRANDPARENT_PID: String(pid) } : {};
}

const contents = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
