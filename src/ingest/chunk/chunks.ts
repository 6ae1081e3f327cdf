import { holdFile } from '../hold.js';
import type { Changes, Kind } from '../kind.js';
import { chunkStage } from './chunk-stage.js';
import { mergeChunks } from './merge-chunks.js';
import { refuseUnfitChunks } from './unfit-chunks.js';

export const CHUNKS: Kind<Changes> = {
  change: 'chunks_ingested',
  stage: chunkStage,
  hold: holdFile,
  refuse: refuseUnfitChunks,
  merge: mergeChunks,
};
