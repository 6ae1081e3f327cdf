import { appearances, countAppearances, summarize } from '../../catalogue/appearance-summary.js';
import type { EntityManager } from 'typeorm';
import type { Check, Tools } from '../check.js';
import { holdIdentities, inFile } from '../hold.js';
import { recounting } from '../recount.js';

/** What each identity's detections in each file come to. */
export const APPEARANCES: Check = {
  name: 'appearances',
  unit: 'summaries',
  remedy: '--fix sums them up anew',
  find: recounting({
    table: 'appearance',
    keys: ['identity_uuid', 'file_uuid'],
    columns: [
      ...['face_count', 'trace_ids', 'confidence', 'max_confidence'],
      ...['start_frame', 'end_frame', 'start_time', 'end_time'],
    ],
    recount: appearances('identity_uuid IS NOT NULL'),
  }),

  async mend(tools) {
    await mendAppearances(tools, summarize);
    // The identity files tell of the summaries.
    for await (const identities of tools.differences.identities()) {
      for (const { identity_uuid } of identities) await tools.folders.settle(identity_uuid);
    }
  },
};

type SumUp = (manager: EntityManager, fileUuid: string, identityUuids: string[]) => Promise<unknown>;

/**
 * Sums up anew what differs, file by file, and then the totals of whom it is about: what was wrong in one was not in
 * the other.
 */
export async function mendAppearances(tools: Tools, sumUp: SumUp): Promise<void> {
  for await (const files of tools.differences.files()) {
    for (const { file_uuid, identity_uuids } of files) {
      tools.signal.throwIfAborted();
      await inFile(tools, file_uuid, async (manager) => {
        await holdIdentities(manager, identity_uuids);
        await sumUp(manager, file_uuid, identity_uuids);
        await countAppearances(manager, identity_uuids);
      });
    }
  }
}
