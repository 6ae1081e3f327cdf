import type { Refusals } from '../ingest/refusals.js';

/** What became of the rows of a file. */
interface Taken {
  /** Its video was not known before. */
  isNew: boolean;
  /** Rows that there are. */
  sent: number;
  refusals: Refusals;
}

/** Whether a file would make a video known and bring nothing of it. Once it is mended it will come in as a new one. */
export const isVain = ({ isNew, sent, refusals }: Taken): boolean =>
  isNew && sent > 0 && refusals.count === sent;

/** Why it was not imported. */
export const ALL_REFUSED = 'all that is in it was refused, and makes no video known';
