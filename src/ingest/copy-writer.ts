import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { BulkConnection } from '../database/bulk-connections.js';

/** A value of a column on its way in; a Buffer is a bytea. */
export type CopyValue = string | number | Buffer | null;

/** Characters gathered before they are handed on. */
const PIECE = 64 * 1024;

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Writes rows into a table by COPY, as fast as PostgreSQL takes them. */
export class CopyWriter {
  private readonly stream;
  private failure: Error | undefined;
  private text = '';

  constructor({ client }: BulkConnection, table: string, columns: readonly string[]) {
    this.stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
    this.stream.on('error', (error) => (this.failure = error));
  }

  add(values: readonly CopyValue[]): void {
    for (let index = 0; index < values.length; index++) {
      this.text += (index === 0 ? '' : '\t') + encode(values[index]!);
    }
    this.text += '\n';
  }

  /** Hands on what was gathered, if it is enough; resolves when more may be added. */
  async flush(least = PIECE): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.text.length < least) return;
    const piece = this.text;
    this.text = '';
    if (!this.stream.write(piece)) await once(this.stream, 'drain');
  }

  /** Resolves when all rows are in. */
  async end(): Promise<void> {
    await this.flush(1);
    const finished = once(this.stream, 'finish');
    this.stream.end();
    await finished;
  }

  /** Takes back what was written; resolves when the connection can be used again. */
  async abort(): Promise<void> {
    if (this.failure || this.stream.closed) return;
    const closed = once(this.stream, 'close').catch(() => undefined);
    this.stream.destroy();
    await closed;
  }
}

/** COPY's text format. */
function encode(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.replace(SPECIAL, (character) => ESCAPES[character]!);
  return `\\\\x${value.toString('hex')}`;
}
