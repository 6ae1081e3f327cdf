import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';

/** Milliseconds after which it is looked up anew: so long another process may not notice a revocation. */
const MAX_AGE = 5000;
/** Remembered at the most, what isn't there included. */
const MAX_KNOWN = 10_000;
/** Queries at once: whoever tries unknown keys doesn't take the database's connections from everybody else, … */
const MAX_QUERIES = 4;
/** … nor the turn of the keys in use, which have as many to themselves. Of these so many are remembered. */
const MAX_PROVEN = 10_000;

/** Looks something up by its name, and remembers for some seconds what was there, or that nothing was. */
export class Lookups<Value extends object> {
  private readonly known = new LRUCache<string, Value | false>({
    max: MAX_KNOWN,
    ttl: MAX_AGE,
    ttlResolution: 100,
  });
  private readonly pending = new Map<string, Promise<Value | false>>();
  /** Names under which there was something, however long ago: nobody who makes up names gets in here. */
  private readonly proven = new LRUCache<string, true>({ max: MAX_PROVEN });
  private readonly limits = { proven: pLimit(MAX_QUERIES), others: pLimit(MAX_QUERIES) };

  constructor(private readonly look: (name: string) => Promise<Value | undefined>) {}

  /** At once, where it is remembered; false: that there is nothing. */
  remembered(name: string): Value | false | undefined {
    return this.known.get(name);
  }

  /** Looks it up: however many ask at once, with one query. */
  find(name: string): Promise<Value | false> {
    return this.pending.get(name) ?? this.query(name);
  }

  /** Forgets all, also what is being looked up: it may have been read before whatever has changed. */
  forget(): void {
    this.known.clear();
    this.pending.clear();
  }

  private query(name: string): Promise<Value | false> {
    const limit = this.limits[this.proven.get(name) ? 'proven' : 'others'];
    const found = limit(async () => (await this.look(name)) ?? false);
    this.pending.set(name, found);
    const settle = (value?: Value | false): void => {
      if (value) this.proven.set(name, true);
      if (this.pending.get(name) !== found) return;
      this.pending.delete(name);
      if (value !== undefined) this.known.set(name, value);
    };
    found.then(settle, () => settle());
    return found;
  }
}
