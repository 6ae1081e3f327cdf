import { Injectable } from '@nestjs/common';
import { statfs } from 'node:fs/promises';
import { Environment } from '../config/environment.js';
import { IdentityFolders } from '../identity/folder/identity-folders.js';
import { type Check, failed, FINE } from './readiness.response.js';

/** Bytes that must be free: the largest image has a sixth of it. */
const ROOM = 64 * 1024 * 1024;

/** Looks whether the folders can be written to. */
@Injectable()
export class DiskCheck {
  constructor(
    private readonly environment: Environment,
    private readonly folders: IdentityFolders,
  ) {}

  /** No path is told: anybody may ask. */
  async look(): Promise<Check> {
    const { OUTPUT_DIR, DATA_DIR, DATABASE_URL } = this.environment;
    try {
      await this.folders.requireWritable();
      const folders = DATABASE_URL ? [OUTPUT_DIR] : [OUTPUT_DIR, DATA_DIR];
      const free = Math.min(...(await Promise.all(folders.map(freeBytes))));
      return free >= ROOM ? FINE : failed(`${Math.floor(free / 2 ** 20)} MiB are free`);
    } catch {
      return failed('cannot be written to');
    }
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
