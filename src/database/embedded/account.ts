import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/** Under whose name PostgreSQL runs; `wrapper` is a command that it is run through. */
export interface Account {
  uid: number;
  gid: number;
  wrapper: string[];
}

/**
 * Its own small environment: a PG… variable of ours would change the server, our secrets are no business of its, and
 * without a UTF-8 locale pg_trgm ignores letters beyond ASCII. On macOS a server without a valid locale won't start.
 */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
};

/** Runs a command as an account, from the root folder, since that account need not be able to enter ours. */
export function spawnAs(
  account: Account,
  command: string[],
  { env, ...options }: SpawnOptions,
): ChildProcess {
  const [program = '', ...args] = [...account.wrapper, ...command];
  const { uid, gid } = account;
  return spawn(program, args, { ...options, uid, gid, cwd: '/', env: { ...ENVIRONMENT, ...env } });
}
