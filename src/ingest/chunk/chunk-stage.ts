import type { Stage } from '../stage.js';
import { CHUNK_COLUMNS, type ChunkRow, faultsOfChunk, toColumns } from './chunk-row.js';

/** Where chunks of a file wait until they are compared with those that are there. */
export const chunkStage = (fileUuid: string): Stage => ({
  sql: CREATE,
  table: 'incoming_chunk',
  columns: CHUNK_COLUMNS,
  take(line, value) {
    const faults = faultsOfChunk(value, fileUuid);
    return faults.length > 0 ? { faults } : toColumns(line, value as ChunkRow);
  },
});

const CREATE = `
  CREATE TEMP TABLE incoming_chunk (
    line bigint NOT NULL,
    id integer,
    chunk_id text NOT NULL,
    chunk_type text NOT NULL,
    start_time double precision NOT NULL,
    end_time double precision NOT NULL,
    start_frame integer,
    end_frame integer,
    fps double precision,
    text_content text NOT NULL,
    speaker text,
    text text
  )`;
