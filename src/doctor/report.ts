import type { Check } from './check.js';
import type { Differences } from './differences.js';

/** Differences of a check that are shown. */
const SHOWN = 20;
/** The width of the word with which a line begins. */
const WORD = 11;

/** Says what the checks found, and counts it. */
export class Report {
  private readonly counts = { checked: 0, different: 0, mended: 0 };

  constructor(private readonly print: (line: string) => void) {}

  /** Returns how many differences there are. */
  async found(check: Check, looked: number, differences: Differences): Promise<number> {
    const count = await differences.count();
    this.counts.checked++;
    if (count === 0) {
      this.line('ok', check, `${grouped(looked)} ${check.unit}`);
      return count;
    }
    if (!check.harmless) this.counts.different++;
    const word = check.harmless ? 'note' : 'DIFFERENT';
    this.line(word, check, `${grouped(count)} of ${grouped(looked)} ${check.unit}; ${check.remedy}`);
    await this.details(differences, count);
    return count;
  }

  /** `found`: how many differences there were before. */
  async mended(check: Check, found: number, differences: Differences): Promise<void> {
    const left = await differences.count();
    if (left === 0) this.counts.mended++;
    const [word, outcome] = left === 0 ? ['mended', grouped(found)] : ['NOT MENDED', `${grouped(left)} left`];
    this.line(word, check, outcome);
    await this.details(differences, left);
  }

  /** Returns whether all is well now. */
  end(): boolean {
    const { checked, different, mended } = this.counts;
    this.print(`${checked} checked, ${different} different, ${mended} mended`);
    return different === mended;
  }

  private async details(differences: Differences, count: number): Promise<void> {
    for (const words of await differences.first(SHOWN)) this.detail(words);
    if (count > SHOWN) this.detail(`and ${grouped(count - SHOWN)} more`);
  }

  private line(word: string, { name }: Check, outcome: string): void {
    this.print(`${word.padEnd(WORD)}${name}: ${outcome}`);
  }

  private detail(words: string): void {
    this.print(`${' '.repeat(WORD + 2)}${words}`);
  }
}

const grouped = (count: number): string => count.toLocaleString('en-US');
