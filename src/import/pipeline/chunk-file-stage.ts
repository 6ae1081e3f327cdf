import { type ChunkRow, faultsOfChunk, toColumns } from '../../ingest/chunk/chunk-row.js';
import { CHUNK_SCHEMA } from '../../ingest/chunk/chunk.schema.js';
import { chunkStage } from '../../ingest/chunk/chunk-stage.js';
import type { Stage } from '../../ingest/stage.js';

const NAMES = Object.keys(CHUNK_SCHEMA.properties);

/** The stage of sentence chunks as a file has them; what they have beyond ours is left out. */
export const chunkFileStage = (fileUuid: string): Stage => ({
  ...chunkStage(fileUuid),
  take(line, value) {
    if (typeof value !== 'object' || value === null) {
      return { faults: [{ pointer: '#', detail: 'must be an object' }] };
    }
    const given = Object.entries(value).filter(([name]) => NAMES.includes(name));
    const row = { chunk_id: `${fileUuid}_${line - 1}`, ...Object.fromEntries(given) } as ChunkRow;
    const faults = faultsOfChunk(row, fileUuid);
    return faults.length > 0 ? { faults } : toColumns(line, row);
  },
});
