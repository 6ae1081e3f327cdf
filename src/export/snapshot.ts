import type { Client, PoolClient, QueryResultRow } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** What lies between values, and around those that need it: characters that no line of JSON has. */
const RAW_LINES = `FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01'`;

/** The archive as it was at one moment: a transaction, read as far as whoever reads it wants it. */
export class Snapshot {
  /** In the middle of a statement: nothing else can be asked of the connection. */
  private busy = false;
  private ended: Promise<unknown> | undefined;

  constructor(
    private readonly client: PoolClient,
    /** The moment. */
    readonly takenAt: string,
  ) {}

  async rows<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    this.begin();
    const { rows } = await this.client.query<Row>(text, values);
    this.busy = false;
    return rows;
  }

  /** The rows of a SELECT of one text column without line breaks, a line each. */
  async *copy(select: string): AsyncGenerator<Buffer> {
    this.begin();
    const lines = this.client.query(copyTo(`COPY (${select}) TO STDOUT WITH (${RAW_LINES})`));
    // Whoever stops reading misses the errors that come of it.
    lines.on('error', () => undefined);
    for await (const piece of lines) yield piece as Buffer;
    this.busy = false;
  }

  /**
   * Ends it, whoever reads it. In the middle of a statement, or after one that failed, the connection is closed:
   * gigabytes may be left of it, or hours.
   */
  async end(): Promise<void> {
    // The pool's type hides `end`.
    const client = this.client as PoolClient & Pick<Client, 'end'>;
    this.ended ??= this.busy ? client.end() : client.query('ROLLBACK');
    await this.ended;
  }

  /** A reader that was left behind must not go on: by now the connection may be somebody else's. */
  private begin(): void {
    if (this.ended) throw new Error('The snapshot has ended');
    this.busy = true;
  }
}
