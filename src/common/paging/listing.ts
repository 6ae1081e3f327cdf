/** A column of a listing's total order, in SQL; `type` is what a cursor's value is cast to. */
export interface OrderColumn {
  sql: string;
  type: 'uuid' | 'text' | 'integer' | 'bigint' | 'timestamptz';
}

/**
 * A list that can be read by page, by cursor or as a whole: the parts from which its statements are made
 * (statements.ts). `name` stands for exactly these parts. All SQL is ours; what clients send is in `parameters`.
 */
export interface Listing {
  name: string;
  /**
   * What the list belongs to: a SELECT of at most one row, to which the other parts refer as `t`. Without a
   * row there is no list: see `missing`.
   */
  subject: string;
  /** What to throw where the subject is missing. */
  missing?: () => Error;
  /** How many rows there are in all: a scalar, in terms of `t`. */
  total: string;
  /** FROM and WHERE of the rows. */
  from: string;
  where: string;
  /** A total order, the last column being unique. */
  order: OrderColumn[];
  descending?: boolean;
  /**
   * What is read of every row up to the page's last: a SELECT list over `from`. Best what an index holds: the
   * rows before the page are read, too.
   */
  picked: string;
  /** The name by which the picked rows go in `joins` and `fields`. */
  as: string;
  /** What is joined to the picked rows alone, one row to each. */
  joins?: string;
  /** What one row goes out as: a SELECT list whose aliases are the fields. */
  fields: string;
  /** $1, $2, … of the parts above. */
  parameters: unknown[];
  /**
   * Their types, where pages are read together with others that are asked for at the same moment, whatever their
   * parameters.
   */
  together?: string[];
}
