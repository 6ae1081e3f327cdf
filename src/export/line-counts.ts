const LINE_BREAK = 0x0a;
/** Where in a line its type can be told from all others by one letter: `{"type":"fa[c]e"`. */
const LETTER = '{"type":"fa'.length;

const KINDS = ['identity', 'file', 'face', 'chunk', 'binding', 'rejection', 'image'] as const;
const KIND_OF = new Map(KINDS.map((kind) => [`{"type":"${kind}"`.charCodeAt(LETTER), kind]));

/** How many lines of each type an archive has. */
export type Totals = Record<
  'identities' | 'files' | 'faces' | 'chunks' | 'bindings' | 'rejections' | 'images',
  number
>;

/** Counts the lines of an archive as they pass, in whatever pieces: what went out, not what should have. */
export class LineCounts {
  private readonly lines = { identity: 0, file: 0, face: 0, chunk: 0, binding: 0, rejection: 0, image: 0 };
  /** Bytes of the last line that have passed already. */
  private passed = 0;

  get totals(): Totals {
    const { identity, file, face, chunk, binding, rejection, image } = this.lines;
    return {
      identities: identity,
      files: file,
      faces: face,
      chunks: chunk,
      bindings: binding,
      rejections: rejection,
      images: image,
    };
  }

  take(piece: Buffer): void {
    let start = -this.passed;
    while (start < piece.length) {
      const kind = KIND_OF.get(piece[start + LETTER] ?? LINE_BREAK);
      if (kind) this.lines[kind]++;
      const end = piece.indexOf(LINE_BREAK, Math.max(start, 0));
      if (end < 0) break;
      start = end + 1;
    }
    this.passed = piece.length - start;
  }
}
