import { describeMode } from '../../identity/folder/identity-folder.js';
import { type IdentityState, statesOf, statesAfter } from '../../identity/folder/identity-state.js';
import type { Check, Tools } from '../check.js';
import { pieces } from '../pieces.js';
import { lookTwice } from '../second-look.js';

/** States at a time: each holds an identity file. */
const STATES = 500;

/** The identity file of each identity, that nothing was left unfinished beside it, and who may read it. */
export const FOLDERS: Check = {
  name: 'identity folders',
  unit: 'folders',
  remedy: '--fix writes the files again, sets their modes and finishes what a crash left undone',

  find(tools) {
    const { manager, folders, environment, signal } = tools;
    const next = (last?: IdentityState): Promise<IdentityState[]> =>
      manager.query(statesAfter.text, [environment.OUTPUT_DIR, last?.identity_uuid ?? null, STATES]);
    const sight = {
      pieces: pieces(next, signal),
      async look(state: IdentityState) {
        const { faults, wrongModes } = await folders.of(state.identity_uuid).look(state);
        return { basis: state.revision, fault: [...faults, ...wrongModes.map(describeMode)].join(', ') };
      },
      async again(uuid: string) {
        const states = await manager.query<IdentityState[]>(statesOf.text, [environment.OUTPUT_DIR, [uuid]]);
        return states[0];
      },
    };
    return lookTwice(sight, tools);
  },

  mend: settleFolders,
};

/** Brings the folders that differ in line, as the service does. */
export async function settleFolders({ folders, differences, signal }: Tools): Promise<void> {
  await folders.requireWritable();
  for await (const identities of differences.identities()) {
    for (const { identity_uuid } of identities) {
      signal.throwIfAborted();
      await folders.settle(identity_uuid);
    }
  }
}
