import { overloaded } from '../common/errors/problems.js';

/** Batches of one kind under way at once; what is asked meanwhile waits for one of them to end. */
const UNDER_WAY = 2;

/** What may be asked at once, and how long it may take to come to that. */
export interface Limits {
  /** Questions of a batch at the most. */
  together: number;
  /** Milliseconds after which a question that hasn't been asked yet is refused. */
  patience: number;
}

interface Question<Asked, Answer> {
  asked: Asked;
  /** When it came, in performance.now()'s milliseconds. */
  since: number;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/**
 * Asks for many at once: what requests that come at the same time want of the database is one statement, or one
 * transaction, where each would cost round trips, a process to wake and plans to start. Nobody waits for company: while
 * nothing is under way a batch starts at once, and always after all of its requests have come. So each of them sees
 * what was committed before it was sent. Who has waited for too long when a batch ends is refused.
 *
 * All that is asked is shared out evenly among the batches: a batch takes no more than its share, and beside a larger
 * one it doesn't start. Else one would take nearly all, another whatever comes first when its answers are out, for
 * ever: measured with 16 clients, batches of 13 and of 1, which cost a fifth more than those of 8.
 */
export class Batches<Asked, Answer> {
  private readonly questions: Question<Asked, Answer>[] = [];
  private underWay = 0;
  /** Questions of the batches that are under way. */
  private beingAsked = 0;
  private isDue = false;

  /** `ask`: resolves to the answers, in the order of what was asked. */
  constructor(
    private readonly limits: Limits,
    private readonly ask: (asked: Asked[]) => Promise<Answer[]>,
  ) {}

  /** How many wait to be asked. */
  get waiting(): number {
    return this.questions.length;
  }

  of(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.questions.push({ asked, since: performance.now(), resolve, reject });
      this.schedule();
    });
  }

  /** When all that has come in is read. */
  private schedule(): void {
    if (this.isDue || !this.mayStart()) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      void this.run(this.questions.splice(0, this.share()));
      this.schedule();
    });
  }

  private mayStart(): boolean {
    if (this.questions.length === 0 || this.underWay === UNDER_WAY) return false;
    return this.questions.length * this.underWay >= this.beingAsked;
  }

  private share(): number {
    return Math.min(this.limits.together, Math.ceil((this.questions.length + this.beingAsked) / UNDER_WAY));
  }

  private async run(questions: Question<Asked, Answer>[]): Promise<void> {
    this.underWay++;
    this.beingAsked += questions.length;
    try {
      const answers = await this.ask(questions.map(({ asked }) => asked));
      questions.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of questions) reject(error as Error);
    } finally {
      this.underWay--;
      this.beingAsked -= questions.length;
      this.refuseLate();
      this.schedule();
    }
  }

  private refuseLate(): void {
    const latest = performance.now() - this.limits.patience;
    while (this.questions.length > 0 && this.questions[0]!.since < latest) {
      this.questions.shift()!.reject(overloaded());
    }
  }
}
