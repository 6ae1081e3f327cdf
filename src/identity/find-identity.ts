import type { EntityManager } from 'typeorm';
import { identityNotFound } from '../common/errors/problems.js';
import { IdentityAlias } from '../catalogue/entities/identity-alias.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';

/** How the row is held until the transaction ends: against every other change, or so that it may be referred to. */
export type Hold = 'pessimistic_write' | 'for_no_key_update';

/** The identity that a uuid (its own or an alias) names, held if told so; null where there is none. */
export async function findIdentity(
  manager: EntityManager,
  uuid: string,
  hold?: Hold,
): Promise<Identity | null> {
  const alias = await manager.findOneBy(IdentityAlias, { alias_uuid: uuid });
  return manager.findOne(Identity, {
    where: { identity_uuid: alias?.identity_uuid ?? uuid },
    ...(hold ? { lock: { mode: hold } } : {}),
  });
}

/** The same; none is a 404. */
export async function getIdentity(manager: EntityManager, uuid: string, hold?: Hold): Promise<Identity> {
  const identity = await findIdentity(manager, uuid, hold);
  if (!identity) throw identityNotFound(uuid);
  return identity;
}
