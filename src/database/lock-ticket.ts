import { keyOf, type Lock } from './lock.js';

/** Milliseconds before a change is tried again for which no lock that it names is held; doubled with each further try. */
const PAUSE = { least: 25, most: 400 };

let arrivals = 0;

/** A change's place in the queue, from its arrival to its end. */
export class LockTicket {
  /** Changes that came first go first. */
  readonly nth = ++arrivals;
  /** Each once. */
  locks: Lock[] = [];
  /** Those of the locks. */
  keys: string[] = [];
  /** Lock timeouts that it has had. */
  timeouts = 0;
  /** Before this it is not tried again, in performance.now()'s milliseconds. */
  notBefore = 0;

  /**
   * `deadline`: when it gives up, in performance.now()'s milliseconds. `isShared`: it waits until nobody else holds
   * its locks, but does not keep them from other changes.
   */
  constructor(
    locks: Lock[],
    readonly deadline: number,
    readonly isShared: boolean,
  ) {
    this.needs(locks);
  }

  /** Whether it waits for as long as it takes, as bulk work does, which also keeps its locks for long. */
  get isPatient(): boolean {
    return this.deadline === Infinity;
  }

  /** Adds locks that turned out to be needed. */
  needs(more: Lock[]): void {
    const all = new Map([...this.locks, ...more].map((lock) => [keyOf(lock), lock]));
    this.locks = [...all.values()];
    this.keys = [...all.keys()];
  }

  /** Puts the next try off: what it waits for is not known. */
  pause(): void {
    const pause = Math.min(PAUSE.least * 2 ** (this.timeouts - 1), PAUSE.most);
    this.notBefore = performance.now() + pause;
  }
}
