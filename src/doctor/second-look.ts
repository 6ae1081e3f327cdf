import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tools } from './check.js';
import type { Difference } from './differences.js';

/** What a look at an identity's folder found, and what tells the state that it was compared with from any other. */
export interface Look {
  basis: string;
  fault: string | undefined;
}

/** Something to look at, as the database has it. */
interface Subject {
  identity_uuid: string;
}

export interface Sight<Row extends Subject> {
  /** All there is to look at. */
  pieces: AsyncIterable<Row[]>;
  look(row: Row): Promise<Look>;
  /** One of them as it is by now; undefined where it has gone. */
  again(identityUuid: string): Promise<Row | undefined>;
}

/** Milliseconds between two looks: a service that runs follows a change within a second, on a busy machine within two. */
const PAUSE = 3000;
/** Looks at what changes from one to the next; then somebody is at work on it. */
const LOOKS = 5;
/** Suspects who are looked at again together. */
const SUSPECTS = 10_000;

/** Folders looked at at once. */
const looking = pLimit(8);

/**
 * Looks at folders, and again at those that are not as they should be. Only what was wrong twice in the same way
 * is a difference: the disk follows the database, whose changes go on meanwhile. Returns how many there are.
 */
export async function lookTwice<Row extends Subject>(sight: Sight<Row>, tools: Tools): Promise<number> {
  const suspects = new Map<string, Look>();
  let looked = 0;
  for await (const piece of sight.pieces) {
    await Promise.all(
      piece.map((row) =>
        looking(async () => {
          const look = await sight.look(row);
          if (look.fault) suspects.set(row.identity_uuid, look);
        }),
      ),
    );
    looked += piece.length;
    if (suspects.size >= SUSPECTS) await judge(suspects, sight, tools);
  }
  await judge(suspects, sight, tools);
  return looked;
}

/** Looks again at all suspects, until there are none. */
async function judge<Row extends Subject>(
  suspects: Map<string, Look>,
  sight: Sight<Row>,
  { differences, signal }: Tools,
): Promise<void> {
  for (let looks = 1; suspects.size > 0 && looks < LOOKS; looks++) {
    await sleep(PAUSE, undefined, { signal });
    const found: Difference[] = [];
    for (const [identity_uuid, before] of suspects) {
      signal.throwIfAborted();
      const row = await sight.again(identity_uuid);
      const now = row && (await sight.look(row));
      if (!now?.fault) suspects.delete(identity_uuid);
      else if (now.basis !== before.basis) suspects.set(identity_uuid, now);
      else if (suspects.delete(identity_uuid)) found.push({ identity_uuid, fault: now.fault });
    }
    await differences.add(found);
  }
  suspects.clear();
}
