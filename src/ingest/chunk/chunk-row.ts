import { textContent } from '../../catalogue/text-content.js';
import type { FieldFault } from '../../common/errors/problem.js';
import { toHex } from '../../common/uuid.js';
import type { CopyValue } from '../copy-writer.js';
import { judgeOf } from '../judge.js';
import { CHUNK_SCHEMA } from './chunk.schema.js';

/** A chunk that the schema has found in order. Times in seconds. */
export interface ChunkRow {
  id?: number;
  file_uuid?: string;
  chunk_id: string;
  chunk_type?: string;
  start_time: number;
  end_time: number;
  start_frame?: number | null;
  end_frame?: number | null;
  fps?: number | null;
  text_content?: string | null;
  speaker?: string | null;
  text?: string | null;
}

/** The columns of incoming_chunk, in the order in which `toColumns` gives them. */
export const CHUNK_COLUMNS = [
  'line',
  'id',
  'chunk_id',
  'chunk_type',
  'start_time',
  'end_time',
  'start_frame',
  'end_frame',
  'fps',
  'text_content',
  'speaker',
  'text',
];

const judge = judgeOf(CHUNK_SCHEMA);

/** What makes a row unfit, as far as it alone tells. */
export function faultsOfChunk(value: unknown, fileUuid: string): FieldFault[] {
  const faults = judge(value);
  if (faults.length > 0) return faults;
  const row = value as ChunkRow;
  const { start_frame, end_frame } = row;
  if (row.file_uuid !== undefined && toHex(row.file_uuid) !== fileUuid) {
    faults.push({ pointer: '#/file_uuid', detail: 'is not the file of the path' });
  }
  if (!row.chunk_id.startsWith(`${fileUuid}_`)) {
    faults.push({ pointer: '#/chunk_id', detail: `must begin with ${fileUuid}_` });
  }
  if (row.end_time < row.start_time) {
    faults.push({ pointer: '#/end_time', detail: 'must not be before start_time' });
  }
  if (typeof start_frame === 'number' && typeof end_frame === 'number' && end_frame < start_frame) {
    faults.push({ pointer: '#/end_frame', detail: 'must not be before start_frame' });
  }
  if (typeof (row.text_content ?? row.text) !== 'string') {
    faults.push({ pointer: '#/text', detail: 'is missing, and text_content too' });
  }
  return faults;
}

/** The row for COPY. `id`: its number, where an export brings it back. */
export function toColumns(line: number, row: ChunkRow, id: number | null = null): CopyValue[] {
  const { chunk_id, chunk_type = 'sentence', start_time, end_time } = row;
  const { start_frame = null, end_frame = null, fps = null, speaker = null, text = null } = row;
  const shown = row.text_content ?? textContent({ start_time, end_time, speaker, text: text! });
  return [
    line,
    id,
    chunk_id,
    chunk_type,
    start_time,
    end_time,
    start_frame,
    end_frame,
    fps,
    shown,
    speaker,
    text,
  ];
}
