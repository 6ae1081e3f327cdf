/** Names told at the most, and characters of one. */
const MOST = 50;
const LONGEST = 100;

/** Names in a file that are not understood, as far as anybody wants to read them. */
export class UnknownNames {
  private readonly names = new Set<string>();

  add(name: string): void {
    if (this.names.size < MOST) this.names.add(name.slice(0, LONGEST));
  }

  all(): string[] {
    return [...this.names];
  }
}
