import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the embedded PostgreSQL keeps its data. */
export const embeddedFolder = ({ DATA_DIR }: { DATA_DIR: string }): string => join(DATA_DIR, 'postgres');

/** How a client reaches the embedded server: `host` is the folder of its socket, which carries the usual port's number. */
export interface EmbeddedConnection {
  host: string;
  user: string;
  database: string;
}

/** macOS has room for 103 bytes in a socket's address, Linux for 107. */
const LONGEST_SOCKET_PATH = 103;

/** Where a server of `folder` listens, whether one runs or not. */
export function embeddedConnection(folder: string): EmbeddedConnection {
  return { host: socketFolder(resolve(folder)), user: 'momentry', database: 'momentry' };
}

/** The data folder itself, which is closed to others already; a folder of its own where that path is too long. */
function socketFolder(folder: string): string {
  const socket = join(folder, '.s.PGSQL.5432');
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH) return folder;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `momentry-${hash}`);
}
