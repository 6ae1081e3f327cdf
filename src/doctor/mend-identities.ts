import type { EntityManager } from 'typeorm';
import type { Check } from './check.js';
import { holdIdentities } from './hold.js';

/** Mends the identities that differ, piece by piece, each piece in a transaction that holds them. */
export const mendIdentities =
  (mend: (manager: EntityManager, identityUuids: string[]) => Promise<unknown>): NonNullable<Check['mend']> =>
  async ({ differences, transactions, manager, signal }) => {
    for await (const identities of differences.identities()) {
      signal.throwIfAborted();
      const uuids = identities.map(({ identity_uuid }) => identity_uuid);
      await transactions.runOn(manager, async (own) => {
        await holdIdentities(own, uuids);
        await mend(own, uuids);
      });
    }
  };
