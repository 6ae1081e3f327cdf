import type { QueryResultRow } from 'pg';

/** Statements of one kind under way at once; what is asked meanwhile waits for one of them to end. */
const UNDER_WAY = 2;
/** Subjects asked for together at the most. */
const TOGETHER = 64;

/** What a statement found for the n-th of those whom it was asked about, from 1. Who isn't there has no row. */
export type Found<Row> = Row & { n: number };

interface Question<Row> {
  uuid: string;
  resolve: (row: Row | undefined) => void;
  reject: (error: Error) => void;
}

/**
 * Asks for many subjects at once: what requests that come at the same time want to know of theirs is one statement,
 * where each would cost a round trip, a process to wake and a plan to start; whom several ask about is looked up once.
 * Nobody waits for company: a statement starts at once while few are under way, and always after all of its requests
 * have come. So each of them sees what was committed before it was sent.
 */
export class Batches<Row extends QueryResultRow> {
  private readonly questions: Question<Row>[] = [];
  private underWay = 0;
  private isDue = false;

  constructor(private readonly ask: (uuids: string[]) => Promise<Found<Row>[]>) {}

  /** How many wait to be asked. */
  get waiting(): number {
    return this.questions.length;
  }

  of(uuid: string): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      this.questions.push({ uuid, resolve, reject });
      this.schedule();
    });
  }

  /** When all that has come in is read. */
  private schedule(): void {
    if (this.isDue || this.underWay === UNDER_WAY) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      void this.run(this.questions.splice(0, TOGETHER));
    });
  }

  private async run(questions: Question<Row>[]): Promise<void> {
    this.underWay++;
    try {
      const uuids = [...new Set(questions.map(({ uuid }) => uuid))];
      const rows = await this.ask(uuids);
      const found = new Map(rows.map((row) => [uuids[row.n - 1], row]));
      for (const { uuid, resolve } of questions) resolve(found.get(uuid));
    } catch (error) {
      for (const { reject } of questions) reject(error as Error);
    } finally {
      this.underWay--;
      if (this.questions.length > 0) this.schedule();
    }
  }
}
