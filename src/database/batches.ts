/** Batches of one kind under way at once; what is asked meanwhile waits for one of them to end. */
const UNDER_WAY = 2;

interface Question<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * Asks for many at once: what requests that come at the same time want of the database is one statement, or one
 * transaction, where each would cost round trips, a process to wake and plans to start. Nobody waits for company: a
 * batch starts at once while few are under way, and always after all of its requests have come. So each of them sees
 * what was committed before it was sent.
 */
export class Batches<Asked, Answer> {
  private readonly questions: Question<Asked, Answer>[] = [];
  private underWay = 0;
  private isDue = false;

  /** `ask`: resolves to the answers, in the order of what was asked. `together`: questions of a batch at the most. */
  constructor(
    private readonly together: number,
    private readonly ask: (asked: Asked[]) => Promise<Answer[]>,
  ) {}

  /** How many wait to be asked. */
  get waiting(): number {
    return this.questions.length;
  }

  of(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.questions.push({ asked, resolve, reject });
      this.schedule();
    });
  }

  /** When all that has come in is read. */
  private schedule(): void {
    if (this.isDue || this.underWay === UNDER_WAY) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      void this.run(this.questions.splice(0, this.together));
    });
  }

  private async run(questions: Question<Asked, Answer>[]): Promise<void> {
    this.underWay++;
    try {
      const answers = await this.ask(questions.map(({ asked }) => asked));
      questions.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of questions) reject(error as Error);
    } finally {
      this.underWay--;
      if (this.questions.length > 0) this.schedule();
    }
  }
}
