import { setImmediate as allReadIn } from 'node:timers/promises';

interface Question {
  /** Settles when the reading that is under way does. */
  underWay?: Promise<void>;
  /** The reading after it, for all who have asked meanwhile. */
  next?: Promise<unknown>;
  /** How many those are. */
  waiting: number;
}

/**
 * Reads once what several ask at the same moment: the list's first page, whoever is in the news. Not a cache: a
 * reading is for those who asked before it began, so that each of them sees what was committed before it asked.
 */
export class SharedReads {
  /** Requests that wait for a reading to begin. */
  waiting = 0;
  private readonly questions = new Map<string, Question>();

  /** `question` stands for what `read` reads. */
  of<Answer>(question: string, read: () => Promise<Answer>): Promise<Answer> {
    const asked = this.questions.get(question) ?? { waiting: 0 };
    this.questions.set(question, asked);
    asked.waiting++;
    this.waiting++;
    asked.next ??= this.read(question, asked, read);
    return asked.next as Promise<Answer>;
  }

  private async read<Answer>(
    question: string,
    asked: Question,
    read: () => Promise<Answer>,
  ): Promise<Answer> {
    await (asked.underWay ?? allReadIn());
    this.waiting -= asked.waiting;
    asked.waiting = 0;
    asked.next = undefined;
    const reading = read();
    const settled = (): void => {
      asked.underWay = undefined;
      if (!asked.next) this.questions.delete(question);
    };
    asked.underWay = reading.then(settled, settled);
    return reading;
  }
}
