/** How often something came. */
export type Counted<Item> = Item & { rows: number };

/** What is alike, kept once and counted; of many sorts the first. */
export class Alike<Item extends object> {
  /** Those of the sorts that were too many. */
  missed = 0;
  private readonly sorts = new Map<string, Counted<Item>>();

  /** `sortOf`: what those have in common that are alike. */
  constructor(
    private readonly most: number,
    private readonly sortOf: (item: Item) => string,
  ) {}

  add(item: Item, rows = 1): void {
    const sort = this.sortOf(item);
    const before = this.sorts.get(sort);
    if (before) before.rows += rows;
    else if (this.sorts.size < this.most) this.sorts.set(sort, { ...item, rows });
    else this.missed += rows;
  }

  /** The first of each sort, with how many there are. */
  all(): Counted<Item>[] {
    return [...this.sorts.values()];
  }
}

/** A text without its numbers: what is wrong in a place is likely to be wrong in many. */
export const numberless = (text: string): string => text.replaceAll(/\d+/g, '');
