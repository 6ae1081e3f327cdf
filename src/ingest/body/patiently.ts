/** Milliseconds without a byte after which a sender is given up. */
const PATIENCE = 60_000;

/** Hands on what comes, however long that takes; tells when nothing has come for some time. */
export async function* patiently<Piece>(
  pieces: AsyncIterable<Piece>,
  onSilence: () => void,
  patience = PATIENCE,
): AsyncGenerator<Piece> {
  const iterator = pieces[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(onSilence, patience);
    const next = await iterator.next().finally(() => clearTimeout(timer));
    if (next.done) return;
    yield next.value;
  }
}
