import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A name from one of its characters on. A search looks for the beginning of such a part: it reads neighbours in
 * the primary key, which includes all columns, and neither the names nor any that don't fit. Triggers on `identity`
 * keep the parts.
 */
@Entity('name_part')
export class NamePart {
  /** Of the folded name (name-key.ts): at most 64 characters. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  part: string;

  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  /** Where the part begins: 0 with the name, 1 with a word, 2 elsewhere. The best one where it occurs twice. */
  @Column({ type: 'smallint' })
  place: number;

  /**
   * How many of the part's first characters another part of the same name begins with, one that comes before it: at
   * a better place, or else as text. -1: none does. So of all parts that begin with what is looked for exactly one shares less than
   * that: the one that counts.
   */
  @Column({ type: 'smallint' })
  shared: number;

  /** What the identity is ordered by: the first 64 characters of its own. */
  @Column({ type: 'text', collation: 'C' })
  sort_key: string;
}
