/** Rows that are read a page at a time: `read` reads the `size` rows behind the last one, the first ones without it. */
export async function* pageByPage<Row>(
  size: number,
  read: (last?: Row) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let rows: Row[] = [];
  do {
    rows = await read(rows.at(-1));
    yield* rows;
  } while (rows.length === size);
}
