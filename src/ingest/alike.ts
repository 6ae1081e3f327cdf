/** How often something came. */
export type Counted<Item> = Item & { rows: number };

/** What is alike, kept once and counted; of many sorts the first. */
export class Alike<Item extends object> {
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
  }

  /** The first of each sort, with how many there are. */
  all(): Counted<Item>[] {
    return [...this.sorts.values()];
  }
}

/** A place without its numbers: what is wrong there is likely to be wrong in many. */
export const wherever = (place: string): string => place.replaceAll(/\d+/g, '');
