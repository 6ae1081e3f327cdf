import { CHUNK_SCHEMA } from './chunk/chunk.schema.js';
import { FACE_SCHEMA } from './face/face.schema.js';

/** The rows that are sent, by the names that they have in the document. */
export const ROW_SCHEMAS = { FaceInput: FACE_SCHEMA, ChunkInput: CHUNK_SCHEMA };

export type RowName = keyof typeof ROW_SCHEMAS;
