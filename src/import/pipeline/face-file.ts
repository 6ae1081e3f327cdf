import type { Row } from '../../ingest/body/row.js';
import { MAX_INTEGER } from '../../common/max-integer.js';
import { JsonError } from '../../json/json-error.js';
import { type FoundValue, JsonReader } from '../../json/json-reader.js';
import { type FileHeader, headerField, HEADER_NAMES } from './file-header.js';
import { UnknownNames } from '../unknown-names.js';
import { forget, rowsRead } from './rows-read.js';
import { lineOf, MAX_FACES, pointerOf } from './face-place.js';

/** What a face file says beside its faces; complete when the file has been read to its end. */
export interface FaceFileSummary {
  header: FileHeader;
  /** Frames that it lists, with or without faces. */
  frames: number;
  unknown: UnknownNames;
}

const UNDERSTOOD = new Set(['frames', 'traces', ...HEADER_NAMES]);
const isFrame = (key: unknown): key is string =>
  typeof key === 'string' && /^\d{1,10}$/.test(key) && Number(key) <= MAX_INTEGER;

/**
 * Reads `*.face.json` and `*.face_traced.json`: an object whose `frames` are keyed by frame number. Each row is
 * a face as it stands there, its line its place (face-place.ts).
 */
export class FaceFile {
  readonly summary: FaceFileSummary = { header: {}, frames: 0, unknown: new UnknownNames() };
  private readonly rows: Row[] = [];
  private hasFrames = false;
  private readonly reader = new JsonReader({
    paths: [...HEADER_NAMES.map((name) => `$.${name}`), '$.frames', '$.frames.*', '$.frames.*.faces.*'],
    packed: 'embedding',
    onName: (name) => void (UNDERSTOOD.has(name) || this.summary.unknown.add(name)),
    onValue: (found) => this.take(found),
  });

  /** Bytes read. */
  get bytes(): number {
    return this.reader.bytes;
  }

  /** The faces, some at a time. Throws JsonError where the file can't be read to its end. */
  async *faces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
    yield* rowsRead(this.reader, this.rows, pieces);
    if (!this.hasFrames) throw new JsonError(this.reader.bytes, 'an object with the member "frames"', 'none');
  }

  private take(found: FoundValue): void {
    const { stack, key, value } = found;
    if (stack.length === 4) this.takeFace(stack[2]!.key, key, value);
    else if (stack.length === 2) this.takeFrame(key as string | number, value);
    else if (key === 'frames') this.takeFrames(value);
    else this.takeHeader(key as string, value);
    if (stack.length > 1) forget(found);
  }

  /** What is in no list of faces, or of no frame, is told with its frame. */
  private takeFace(frame: unknown, index: unknown, value: unknown): void {
    if (!isFrame(frame) || typeof index !== 'number') return;
    if (index < MAX_FACES) this.rows.push({ line: lineOf(Number(frame), index), value });
    else this.refuse(pointerOf(frame, index), `is one of more than ${MAX_FACES} faces of a frame`);
  }

  private takeFrame(frame: string | number, value: unknown): void {
    this.summary.frames++;
    const fault = frameFault(frame, value);
    if (fault) this.refuse(pointerOf(frame), fault);
  }

  private refuse(pointer: string, fault: string): void {
    this.rows.push({ line: 0, value: undefined, pointer, fault });
  }

  private takeHeader(name: string, value: unknown): void {
    const { header, frames, unknown } = this.summary;
    const field = headerField(name, value);
    if ('model' in field && frames > 0) unknown.add(`${name}: stands behind the frames`);
    else if (value !== null && Object.keys(field).length === 0) unknown.add(name);
    else Object.assign(header, field);
  }

  private takeFrames(value: unknown): void {
    this.hasFrames = typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

function frameFault(frame: unknown, value: unknown): string | undefined {
  if (!isFrame(frame)) return 'is not a frame number';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const { faces = [] } = value as { faces?: unknown };
  return Array.isArray(faces) ? undefined : 'must have an array of faces';
}
