/** Rows at a time: no table is ever held as a whole. */
export const PIECE = 1000;

/** All pieces of something, each found behind the last row of the one before. */
export async function* pieces<Row>(
  next: (last: Row | undefined) => Promise<Row[]>,
  signal?: AbortSignal,
): AsyncGenerator<Row[]> {
  let piece: Row[] = [];
  do {
    signal?.throwIfAborted();
    piece = await next(piece.at(-1));
    if (piece.length > 0) yield piece;
  } while (piece.length > 0);
}
