import { MAX_INTEGER } from '../../common/max-integer.js';
import { type ChunkRow, faultsOfChunk, toColumns } from '../../ingest/chunk/chunk-row.js';
import { chunkStage } from '../../ingest/chunk/chunk-stage.js';
import type { Stage } from '../../ingest/stage.js';

/** The stage of chunks as an export has them: they keep their numbers, where these are free. */
export const archivedChunkStage = (fileUuid: string): Stage => ({
  ...chunkStage(fileUuid),
  take(line, value) {
    const faults = faultsOfChunk(value, fileUuid);
    if (faults.length > 0) return { faults };
    const { id = -1 } = value as ChunkRow;
    return toColumns(line, value as ChunkRow, id >= 0 && id <= MAX_INTEGER ? id : null);
  },
});
