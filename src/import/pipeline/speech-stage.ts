import { type ChunkRow, faultsOfChunk, toColumns } from '../../ingest/chunk/chunk-row.js';
import { chunkStage } from '../../ingest/chunk/chunk-stage.js';
import type { Stage } from '../../ingest/stage.js';

/** The stage of a transcript's segments: each becomes a sentence chunk, numbered by its place, from 0. */
export const speechStage = (fileUuid: string): Stage => ({
  ...chunkStage(fileUuid),
  take(line, value) {
    if (typeof value !== 'object' || value === null) {
      return { faults: [{ pointer: '#', detail: 'must be an object' }] };
    }
    const row = sentenceOf(`${fileUuid}_${line - 1}`, value);
    const faults = faultsOfChunk(row, fileUuid).map(({ pointer, detail }) => ({
      pointer: pointer.replace('_time', ''),
      detail: detail.replace('_time', ''),
    }));
    return faults.length > 0 ? { faults } : toColumns(line, row);
  },
});

function sentenceOf(chunk_id: string, segment: object): ChunkRow {
  const { start, end, text, speaker } = segment as Record<string, unknown>;
  const said = typeof text === 'string' ? text.trim() : text;
  return {
    chunk_id,
    chunk_type: 'sentence',
    start_time: start,
    end_time: end,
    text: said,
    speaker: speaker === '' ? null : (speaker ?? null),
  } as ChunkRow;
}
