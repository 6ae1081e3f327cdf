import type { EntityManager } from 'typeorm';
import type { ChangeKind } from '../change/change.js';
import type { Origin } from '../change/origin.js';
import { recordChange } from '../change/record-changes.js';
import type { Changes } from './kind.js';

/** Writes down how many rows of a file changed, if any did, and what that unbound. */
export async function recordIngest(
  manager: EntityManager,
  origin: Origin,
  kind: ChangeKind,
  file_uuid: string,
  { inserted, updated, deleted, identity_uuids, bindings }: Changes,
): Promise<void> {
  if (inserted + updated + deleted === 0) return;
  const after = { inserted, updated, deleted };
  await recordChange(manager, origin, { kind, identity_uuids, file_uuid, after, bindings });
}
