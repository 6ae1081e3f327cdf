import { bodyTooLarge } from '../../common/errors/problems.js';

/** Bytes that any compressed body may be unpacked to. */
const FREE = 1024 * 1024;
/** Bytes beyond that for each one that was sent. Rows compress to a tenth, and to a fiftieth where all are alike. */
const PER_BYTE = 100;
/** Bytes that a row counts for at least: an invalid one takes as long, however short it is. */
const MIN_ROW = 256;

/**
 * Limits the work for a compressed body in relation to what was sent: a few hundred bytes can be unpacked to gigabytes,
 * or to millions of rows.
 */
export class Unpacked {
  /** What unpacks the body; undefined where it came as it is. */
  decoder: { bytesWritten: number } | undefined;
  private bytes = 0;
  private bytesOfRows = 0;

  /** Throws where these bytes are too many. */
  addBytes(count: number): void {
    this.bytes += count;
    this.judge(this.bytes);
  }

  /** Hands rows on; throws where they are too many. */
  async *limited<Row>(rows: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
    for await (const piece of rows) {
      this.bytesOfRows += piece.length * MIN_ROW;
      this.judge(this.bytesOfRows);
      yield piece;
    }
  }

  private judge(bytes: number): void {
    if (!this.decoder || bytes <= FREE + PER_BYTE * this.decoder.bytesWritten) return;
    throw bodyTooLarge(
      `1 MiB and ${PER_BYTE} times what was sent, where a row counts for ${MIN_ROW} bytes or more`,
    );
  }
}
