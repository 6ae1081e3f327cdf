import type { EntityManager } from 'typeorm';
import type { Origin } from '../change/origin.js';
import type { Changes, Kind } from './kind.js';
import { recordIngest } from './record-ingest.js';
import type { Refusals } from './refusals.js';

/** What rows that were sent came to. */
export interface Merged<Changed extends Changes> {
  changes: Changed;
  unchanged: number;
  refusals: Refusals;
}

/** Rows that wait in their stage. */
export interface Staged {
  /** How many came, taken or refused. */
  sent: number;
  refusals: Refusals;
}

/**
 * Makes the file's rows what the staged ones say, in a transaction of the caller's, which may run it again.
 * Where a row was refused, nothing is removed: the others can't be all that the file has.
 */
export async function mergeStaged<Changed extends Changes>(
  manager: EntityManager,
  origin: Origin,
  kind: Kind<Changed>,
  fileUuid: string,
  { sent, refusals }: Staged,
  complete: boolean,
): Promise<Merged<Changed>> {
  await kind.hold(manager, fileUuid);
  const all = refusals.with(await kind.refuse(manager, fileUuid));
  const changes = await kind.merge(manager, fileUuid, complete && all.count === 0);
  await recordIngest(manager, origin, kind.change, fileUuid, changes);
  return { changes, unchanged: sent - changes.inserted - changes.updated - all.count, refusals: all };
}
