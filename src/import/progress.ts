import { SingleBar } from 'cli-progress';

/** How far an import is. */
export interface Progress {
  start(bytes: number): void;
  /** A file is begun. */
  file(path: string): void;
  /** So many bytes of it have been read, … */
  read(bytes: number): void;
  /** … and so many rows taken. */
  rows(count: number): void;
  stop(): void;
}

/** A bar on a terminal, lines elsewhere. */
export const progressOn = (stream: NodeJS.WriteStream): Progress =>
  stream.isTTY ? new ProgressBar(stream) : new ProgressLines(stream);

const MEGABYTE = 1_000_000;

class ProgressBar implements Progress {
  private readonly bar: SingleBar;
  private taken = 0;
  private begun = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.bar = new SingleBar({
      stream,
      format: '{bar} {percentage}% | {rate} | {eta_formatted} left | {file}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      etaBuffer: 100,
      clearOnComplete: true,
      stopOnComplete: false,
    });
  }

  start(bytes: number): void {
    this.begun = performance.now();
    this.bar.start(Math.max(1, bytes), 0, { rate: '', file: '' });
  }

  file(path: string): void {
    this.bar.update({ file: path });
  }

  read(bytes: number): void {
    const seconds = (performance.now() - this.begun) / 1000;
    this.bar.increment(bytes, { rate: `${Math.round(this.taken / seconds).toLocaleString('en')} rows/s` });
  }

  rows(count: number): void {
    this.taken += count;
  }

  stop(): void {
    this.bar.stop();
  }
}

/** Milliseconds between two lines. */
const PAUSE = 5000;

class ProgressLines implements Progress {
  private total = 0;
  private done = 0;
  private taken = 0;
  private begun = 0;
  private told = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  start(bytes: number): void {
    this.total = bytes;
    this.begun = this.told = performance.now();
  }

  file(path: string): void {
    this.stream.write(`${path}\n`);
  }

  read(bytes: number): void {
    this.done += bytes;
    if (performance.now() - this.told > PAUSE) this.tell();
  }

  rows(count: number): void {
    this.taken += count;
  }

  stop(): void {
    // What matters at the end is the summary.
  }

  private tell(): void {
    this.told = performance.now();
    const seconds = (this.told - this.begun) / 1000;
    const left = Math.round((seconds / this.done) * Math.max(0, this.total - this.done));
    const percent = Math.min(100, Math.round((100 * this.done) / this.total));
    const read = `${Math.round(this.done / MEGABYTE)} of ${Math.round(this.total / MEGABYTE)} MB`;
    this.stream.write(
      `${percent}% | ${read} | ${Math.round(this.taken / seconds)} rows/s | ${left} s left\n`,
    );
  }
}
