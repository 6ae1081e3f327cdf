import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import { IdentityAlias } from '../../catalogue/entities/identity-alias.entity.js';
import { Identity } from '../../catalogue/entities/identity.entity.js';
import { toHex } from '../../common/uuid.js';
import { lockNames } from '../../database/transactions.js';
import { BLANK, merged, ownFields, withKeys } from '../../identity/own-fields.js';
import type { IncomingIdentity } from './incoming-identity.js';
import { isNewer, isSameTime } from '../times.js';

/** What became of an incoming identity; `newer_here`: it was changed here since the file was written, and stays. */
export type Outcome = 'inserted' | 'updated' | 'unchanged' | 'newer_here';

export interface MergedIdentity {
  outcome: Outcome;
  /** Its own uuid here. */
  identity_uuid: string;
}

/**
 * Makes identities what the incoming ones say, each under its own uuid, whatever namesakes it has; no uuid may
 * come twice. Uploads of the same uuids wait, as they lock the same names.
 */
export async function mergeIdentities(
  manager: EntityManager,
  incoming: IncomingIdentity[],
): Promise<MergedIdentity[]> {
  const uuids = incoming.flatMap(({ file, aliases }) => [file.identity_uuid, ...aliases]);
  await lockNames(manager, ...uuids.map((uuid) => `uuid:${uuid}`));
  const known = await holdKnown(manager, incoming);
  const results: MergedIdentity[] = [];
  for (const each of incoming) {
    const before = known.get(each.file.identity_uuid);
    const identity_uuid = toHex(before?.identity_uuid ?? each.file.identity_uuid);
    const outcome = before ? await change(manager, before, each) : await create(manager, each);
    if (outcome === 'inserted' || outcome === 'updated') {
      await manager.query(SET_TIMES, [identity_uuid, each.created_at ?? null, each.updated_at]);
    }
    await manager.query(ADD_ALIASES, [identity_uuid, each.aliases]);
    results.push({ outcome, identity_uuid });
  }
  return results;
}

/** Those that are there, by the uuids that the incoming ones know them by, held in the order of their own. */
async function holdKnown(
  manager: EntityManager,
  incoming: IncomingIdentity[],
): Promise<Map<string, Identity>> {
  const uuids = incoming.map(({ file }) => file.identity_uuid);
  const aliases = await manager.findBy(IdentityAlias, { alias_uuid: In(uuids) });
  const ofAlias = new Map(aliases.map((alias) => [toHex(alias.alias_uuid), toHex(alias.identity_uuid)]));
  const ownUuid = (uuid: string): string => ofAlias.get(uuid) ?? uuid;
  const held = await manager.find(Identity, {
    where: { identity_uuid: In(uuids.map(ownUuid)) },
    order: { identity_uuid: 'ASC' },
    lock: { mode: 'for_no_key_update' },
  });
  const byUuid = new Map(held.map((identity) => [toHex(identity.identity_uuid), identity]));
  return new Map(
    uuids.flatMap((uuid) => {
      const identity = byUuid.get(ownUuid(uuid));
      return identity ? [[uuid, identity]] : [];
    }),
  );
}

async function create(manager: EntityManager, { file, reference_data }: IncomingIdentity): Promise<Outcome> {
  const fields = withKeys(merged({ ...BLANK, name: file.name }, file));
  await manager.insert(Identity, { identity_uuid: file.identity_uuid, ...fields, reference_data });
  return 'inserted';
}

async function change(
  manager: EntityManager,
  identity: Identity,
  { file, reference_data, created_at, updated_at }: IncomingIdentity,
): Promise<Outcome> {
  if (isNewer(identity.updated_at, updated_at)) return 'newer_here';
  const before = { ...ownFields(identity), reference_data: identity.reference_data };
  const after = {
    ...withKeys(merged(ownFields(identity), file)),
    reference_data: reference_data ?? identity.reference_data,
  };
  // Our own image stands before any URL: what the file says of it is its path, or stale.
  if (identity.image_type) after.tmdb_profile = identity.tmdb_profile;
  const { name_key: _name_key, sort_key: _sort_key, ...compared } = after;
  const isSame =
    isDeepStrictEqual(before, compared) &&
    (created_at === undefined || isSameTime(identity.created_at, created_at)) &&
    isSameTime(identity.updated_at, updated_at);
  if (isSame) return 'unchanged';
  await manager.update(Identity, { identity_uuid: identity.identity_uuid }, after);
  return 'updated';
}

/** As text, to the microsecond, which a Date of JavaScript hasn't. */
const SET_TIMES = `
  UPDATE identity SET created_at = coalesce($2::timestamptz, created_at), updated_at = $3::timestamptz
  WHERE identity_uuid = $1`;

const ADD_ALIASES = `
  INSERT INTO identity_alias (alias_uuid, identity_uuid)
  SELECT alias, $1 FROM unnest($2::uuid[]) alias
  WHERE NOT EXISTS (SELECT FROM identity WHERE identity_uuid = alias)
  ON CONFLICT DO NOTHING`;
