import { LRUCache } from 'lru-cache';
import { Batches } from '../database/batches.js';

/** Milliseconds after which a name is looked up again: for that long another process may not notice a change. */
const MAX_AGE = 5000;
/** Names remembered at most: of those that were found, and as many of those that were not. */
const MAX_REMEMBERED = 10_000;
/** Names that one query looks up at most, in some milliseconds. */
const TOGETHER = 100;

/**
 * Looks something up by its name, and remembers for some seconds what was there, or that nothing was. Names that wait
 * are looked up together, so that unknown ones, however many, delay a valid one by little.
 */
export class Lookups<Value extends object> {
  private readonly found = remembered<Value>();
  /** Apart from those that were found: a client that makes up names must not have the names in use forgotten. */
  private readonly missing = remembered<true>();
  private readonly pending = new Map<string, Promise<Value | false>>();
  /** Names that were found before, however long ago. They do not wait for others. */
  private readonly proven = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  private readonly batches: Record<'proven' | 'others', Batches<string, Value | undefined>>;

  /**
   * `look`: resolves to what each of the names stands for, in their order. `patience`: milliseconds that a name may
   * wait to be looked up; after that it is rejected as overloaded.
   */
  constructor(look: (names: string[]) => Promise<(Value | undefined)[]>, patience: number) {
    const limits = { together: TOGETHER, patience };
    this.batches = { proven: new Batches(limits, look), others: new Batches(limits, look) };
  }

  /** At once, where it is remembered; false: that there is nothing. */
  remembered(name: string): Value | false | undefined {
    return this.found.get(name) ?? (this.missing.has(name) ? false : undefined);
  }

  /** Looks it up: once, however many ask for it at the same time. */
  find(name: string): Promise<Value | false> {
    return this.pending.get(name) ?? this.query(name);
  }

  /** Forgets all, also what is being looked up: it may have been read before the change. */
  forget(): void {
    this.found.clear();
    this.missing.clear();
    this.pending.clear();
  }

  private query(name: string): Promise<Value | false> {
    const batches = this.batches[this.proven.has(name) ? 'proven' : 'others'];
    const answer = batches.of(name).then((value) => value ?? false);
    this.pending.set(name, answer);
    const settle = (value?: Value | false): void => {
      if (value) this.proven.set(name, true);
      if (this.pending.get(name) !== answer) return;
      this.pending.delete(name);
      if (value) this.found.set(name, value);
      else if (value === false) this.missing.set(name, true);
    };
    answer.then(settle, () => settle());
    return answer;
  }
}

const remembered = <Value extends object | true>(): LRUCache<string, Value> =>
  new LRUCache<string, Value>({ max: MAX_REMEMBERED, ttl: MAX_AGE, ttlResolution: 100 });
