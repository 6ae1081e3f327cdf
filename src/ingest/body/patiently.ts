import { BYTES_PER_SECOND } from '../../common/http/body-time.js';

/**
 * Hands on what comes, however much that is, and tells when it comes too slowly: each piece is waited for out of
 * `patience` (milliseconds), which the bytes that come fill up again. What is done with a piece takes nothing of it.
 */
export async function* patiently<Piece extends { length: number }>(
  pieces: AsyncIterable<Piece>,
  onSlow: () => void,
  patience: number,
): AsyncGenerator<Piece> {
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    for (let left = patience; ;) {
      const start = performance.now();
      const timer = setTimeout(onSlow, left);
      const next = await iterator.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      const earned = (next.value.length / BYTES_PER_SECOND) * 1000;
      left = Math.min(patience, left - (performance.now() - start) + earned);
      yield next.value;
    }
  } finally {
    // Whoever has heard enough lets go of them: a body that is held on to can't be read to its end.
    await iterator.return?.();
  }
}
