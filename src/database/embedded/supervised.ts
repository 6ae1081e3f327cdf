import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type Account, spawnAs } from './account.js';
import type { ServerLog } from './server-log.js';

/**
 * Runs a command until the standard input ends, which it also does when node is killed: then the command gets
 * SIGINT, PostgreSQL's fast shutdown, again and again, since one that has only just begun doesn't hear it yet.
 * Signals that many get at once (a terminal's, systemd's) are left to node. At the end SIGUSR1, which only the
 * shell itself ignores by then, ends the watching shell and its sleep.
 */
const SUPERVISOR = `
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
( read -r _ <&3; while kill -INT $command; do sleep 1; done ) 2>/dev/null &
exec 3<&-
wait $command
status=$?
trap '' USR1
kill -USR1 0
exit $status
`;

/** A command that doesn't outlive this process. It keeps node running only while somebody waits for it. */
export class Supervised {
  private status?: number | null;
  private readonly exit: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.exit = once(child, 'exit').then(([status]) => (this.status = status as number | null));
    child.unref();
    (child.stdin as Socket).unref();
  }

  static async start(account: Account, command: string[], log: ServerLog, env = {}): Promise<Supervised> {
    const file = await log.open(account);
    try {
      const shell = ['sh', '-c', SUPERVISOR, 'sh', ...command];
      const child = spawnAs(account, shell, { env, detached: true, stdio: ['pipe', 'ignore', file.fd] });
      await once(child, 'spawn');
      return new Supervised(child);
    } finally {
      await file.close();
    }
  }

  get running(): boolean {
    return this.status === undefined;
  }

  /** Waits for the end; true when it went well. */
  async ended(): Promise<boolean> {
    this.child.ref();
    await this.exit;
    return this.status === 0;
  }

  async stop(): Promise<void> {
    this.child.stdin?.destroy();
    await this.ended();
  }
}
