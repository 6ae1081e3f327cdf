import { performance } from 'node:perf_hooks';

/** Answers that each connection must have had, on average, however long they take. */
const LEAST = 3;

/** The time in which answers are counted: some seconds after the warm-up, longer where few came. */
export class Turn {
  start = performance.now();
  taken = [];
  /** Those of the warm-up included. */
  answers = 0;

  constructor({ connections, warmup, seconds }) {
    this.least = LEAST * connections;
    this.begin = this.start + warmup * 1000;
    this.end = this.begin + seconds * 1000;
  }

  get isOver() {
    return this.finish !== undefined;
  }

  answered(before, after) {
    this.answers++;
    if (after < this.begin || this.isOver) return;
    this.taken.push(after - before);
    if (after >= this.end && this.taken.length >= this.least) this.finish = after;
  }

  /** Milliseconds that an answer took, answers a second, and answers in all. */
  figures() {
    const sorted = Float64Array.from(this.taken).sort();
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return {
      p50: at(0.5),
      p99: at(0.99),
      rate: (sorted.length * 1000) / (this.finish - this.begin),
      answers: this.answers,
    };
  }
}
