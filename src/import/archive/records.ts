import type { Row } from '../../ingest/body/row.js';
import type { ImportOptions } from '../options.js';

/** Rows handed on at a time. */
const SOME = 500;

const TYPES = [
  'export',
  'identity',
  'file',
  'face',
  'chunk',
  'binding',
  'rejection',
  'image',
  'end',
] as const;
type Type = (typeof TYPES)[number];

/** How a line begins that is no file's, whatever else is wrong with it. */
const NO_FILE = /^\{"type":"(?:identity|face|chunk|binding|rejection|image|end)"/;

/** A line of an export. */
export interface Rec {
  line: number;
  /** `unread`: it was refused, and may have begun a file: what follows it isn't that of the last one. */
  type: Type | 'unread';
  value: Record<string, unknown>;
}

/**
 * The lines of an export one after the other, with a look at the next one. A line that can't be read is handed
 * to `refuse` and passed over.
 */
export class Records {
  /** Lines that couldn't be read so far. */
  refused = 0;
  /** Lines read so far, by type. */
  readonly counts: Partial<Record<Rec['type'], number>> = {};
  private readonly rows: AsyncIterator<Row[]>;
  private some: Row[] = [];
  private index = 0;
  private current: Rec | undefined;

  constructor(
    rows: AsyncIterable<Row[]>,
    private readonly refuse: (line: number, detail: string) => void,
  ) {
    this.rows = rows[Symbol.asyncIterator]();
  }

  /** The next line, which stays the next one; undefined at the end. */
  async peek(): Promise<Rec | undefined> {
    return (this.current ??= await this.find());
  }

  next(): void {
    const type = this.current?.type;
    if (type) this.counts[type] = (this.counts[type] ?? 0) + 1;
    this.current = undefined;
  }

  /** The lines of a type, as far as they follow one another. */
  async *ofType(type: Type): AsyncGenerator<Rec> {
    for (let record = await this.peek(); record?.type === type; record = await this.peek()) {
      this.next();
      yield record;
    }
  }

  /** The same as rows of ours, some at a time. */
  async *rowsOfType(type: Type, { signal, progress }: ImportOptions): AsyncGenerator<Row[]> {
    let rows: Row[] = [];
    for await (const { line, value: record } of this.ofType(type)) {
      const { type: _type, ...value } = record;
      if (rows.push({ line, value }) < SOME) continue;
      signal.throwIfAborted();
      progress.rows(rows.length);
      yield rows;
      rows = [];
    }
    progress.rows(rows.length);
    yield rows;
  }

  private async find(): Promise<Rec | undefined> {
    for (;;) {
      while (this.index < this.some.length) {
        const record = this.recordOf(this.some[this.index++]!);
        if (record) return record;
      }
      const result = await this.rows.next();
      if (result.done) return undefined;
      [this.some, this.index] = [result.value, 0];
    }
  }

  private recordOf({ line, value, fault, head = '' }: Row): Rec | undefined {
    const record = (value ?? {}) as Rec['value'];
    const type = TYPES.find((known) => known === record.type);
    if (!fault && type) return { line, type, value: record };
    this.refused++;
    this.refuse(line, fault ?? 'is not a line of an export');
    return fault && !NO_FILE.test(head) ? { line, type: 'unread', value: {} } : undefined;
  }
}
