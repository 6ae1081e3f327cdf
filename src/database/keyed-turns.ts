import { type TurnLimits, Turns } from './turns.js';

interface Entry {
  turns: Turns;
  users: number;
}

/** Turns of each key, for as long as anybody has one or waits for one. */
export class KeyedTurns {
  private readonly entries = new Map<string, Entry>();

  /** `limits`: of each key. */
  constructor(private readonly limits: TurnLimits) {}

  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const entry = this.entries.get(key) ?? this.add(key);
    entry.users++;
    try {
      return await entry.turns.take(work);
    } finally {
      entry.users--;
      if (entry.users === 0) this.entries.delete(key);
    }
  }

  private add(key: string): Entry {
    const entry = { turns: new Turns(this.limits), users: 0 };
    this.entries.set(key, entry);
    return entry;
  }
}
