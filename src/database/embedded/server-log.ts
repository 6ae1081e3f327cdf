import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import type { Account } from './account.js';

const LARGEST = 10 * 1024 * 1024;
const LINES_SHOWN = 12;

/** What PostgreSQL writes to its standard error, kept in a file. */
export class ServerLog {
  private begin = 0;

  constructor(readonly path: string) {}

  /** Opens the log for a new process; one that has grown large is put aside. */
  async open({ uid, gid }: Account): Promise<FileHandle> {
    if ((await this.size()) > LARGEST) await rename(this.path, `${this.path}.1`);
    this.begin = await this.size();
    const file = await open(this.path, 'a', 0o600);
    await file.chown(uid, gid);
    return file;
  }

  /** The last lines since it was opened. */
  async ending(): Promise<string> {
    const written = await readFile(this.path).catch(() => Buffer.alloc(0));
    return written.subarray(this.begin).toString().trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
  }

  private async size(): Promise<number> {
    const found = await stat(this.path).catch(() => undefined);
    return found?.size ?? 0;
  }
}
