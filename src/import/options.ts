import type { Progress } from './progress.js';

/** How an import is run. */
export interface ImportOptions {
  /** Frames per second of files that don't say theirs. */
  fps?: number;
  /** Everything is tried and taken back. */
  dryRun: boolean;
  /** Aborted when the user has had enough. */
  signal: AbortSignal;
  progress: Progress;
}
