import type { Row } from '../../ingest/body/row.js';
import { JsonError } from '../../json/json-error.js';
import { type FoundValue, JsonReader } from '../../json/json-reader.js';
import { forget, rowsRead } from './rows-read.js';

/** Where the segments of a transcript may stand; the second is a list without anything around it. */
const PATHS = ['$.segments.*', '$.chunks.*', '$.sentences.*', '$.*'];
const NAMES = /^(segments|chunks|sentences)$/;

/**
 * Reads a list: `*.asr.json` and `*.asrx.json` (`segments`), files of sentence chunks (`chunks`, `sentences`, or
 * the list alone). Each row is an element as it stands there, its line its number, from 1.
 */
export class ListFile {
  private readonly rows: Row[] = [];
  private line = 0;
  private hasList = false;
  private name = '';
  private readonly reader = new JsonReader({ paths: PATHS, onValue: (found) => this.take(found) });

  /** The elements, some at a time. Throws JsonError where the file can't be read to its end. */
  async *elements(pieces: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
    yield* rowsRead(this.reader, this.rows, pieces);
    if (!this.hasList && !this.reader.isArray) {
      throw new JsonError(this.reader.bytes, 'a list of segments or chunks', 'none');
    }
  }

  /** A JSON pointer to an element. */
  pointerOf(line: number): string {
    return `#${this.name}/${line - 1}`;
  }

  private take(found: FoundValue): void {
    const { stack, key, value, parent } = found;
    const isElement = stack.length === 2 ? Array.isArray(parent) : this.reader.isArray;
    if (isElement) this.takeElement(found);
    else if (NAMES.test(String(key)) && Array.isArray(value)) this.hasList = true;
    forget(found);
  }

  private takeElement({ stack, value }: FoundValue): void {
    if (stack.length === 2) this.name = `/${String(stack[1]!.key)}`;
    this.rows.push({ line: ++this.line, value });
  }
}
