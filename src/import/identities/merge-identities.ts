import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import { IdentityAlias } from '../../catalogue/entities/identity-alias.entity.js';
import { Identity } from '../../catalogue/entities/identity.entity.js';
import type { NewChange } from '../../change/change.js';
import { recordChanges } from '../../change/record-changes.js';
import { toHex } from '../../common/uuid.js';
import { lockNames } from '../../database/transactions.js';
import { creation, update } from '../../identity/identity-change.js';
import { BLANK, merged, ownFields, withKeys } from '../../identity/own-fields.js';
import { IMPORT } from '../origin.js';
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
  const changes: NewChange[] = [];
  for (const each of incoming) {
    const before = known.get(each.file.identity_uuid);
    const identity_uuid = toHex(before?.identity_uuid ?? each.file.identity_uuid);
    const { outcome, ...made } = before ? await change(manager, before, each) : await create(manager, each);
    if (outcome === 'inserted' || outcome === 'updated') {
      await manager.query(SET_TIMES, [identity_uuid, each.created_at ?? null, each.updated_at]);
    }
    const added = await manager.query<{ alias: string }[]>(ADD_ALIASES, [identity_uuid, each.aliases]);
    const aliases = added.map(({ alias }) => toHex(alias));
    changes.push(...changesOf(identity_uuid, made, aliases));
    results.push({ outcome, identity_uuid });
  }
  await recordChanges(manager, IMPORT, changes);
  return results;
}

/** What is written down of an identity that came in: nothing where nothing is new. */
function changesOf(identity_uuid: string, { before, after }: Made, aliases: string[]): NewChange[] {
  const all = aliases.length > 0 ? { ...after, aliases } : after;
  if (!all) return [];
  return [before ? update({ identity_uuid }, before, all) : creation(identity_uuid, all)];
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

/** The values of an identity before and after it came in; `before` alone where they are the same. */
interface Made {
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

async function create(
  manager: EntityManager,
  { file, reference_data }: IncomingIdentity,
): Promise<Made & { outcome: Outcome }> {
  const fields = merged({ ...BLANK, name: file.name }, file);
  const { identity_uuid } = file;
  await manager.insert(Identity, { identity_uuid, ...withKeys(fields), reference_data });
  return { outcome: 'inserted', after: { ...fields, reference_data } };
}

async function change(
  manager: EntityManager,
  identity: Identity,
  { file, reference_data, created_at, updated_at }: IncomingIdentity,
): Promise<Made & { outcome: Outcome }> {
  if (isNewer(identity.updated_at, updated_at)) return { outcome: 'newer_here', before: {} };
  const before = { ...ownFields(identity), reference_data: identity.reference_data };
  const after = {
    ...withKeys(merged(ownFields(identity), file)),
    reference_data: reference_data ?? identity.reference_data,
  };
  // Our own image stands before any URL: what the file says of it is its path, or stale.
  if (identity.image_type) after.tmdb_profile = identity.tmdb_profile;
  const { name_key: _name_key, sort_key: _sort_key, ...compared } = after;
  const isSince = created_at === undefined || isSameTime(identity.created_at, created_at);
  const isUntil = isSameTime(identity.updated_at, updated_at);
  const isSame = isDeepStrictEqual(before, compared) && isSince && isUntil;
  if (isSame) return { outcome: 'unchanged', before: {} };
  await manager.update(Identity, { identity_uuid: identity.identity_uuid }, after);
  const times = { created_at: identity.created_at, updated_at: identity.updated_at };
  return {
    outcome: 'updated',
    before: { ...before, ...times },
    after: { ...compared, ...times, ...(!isSince && { created_at }), ...(!isUntil && { updated_at }) },
  };
}

/** As text, to the microsecond, which a Date of JavaScript hasn't. */
const SET_TIMES = `
  UPDATE identity SET created_at = coalesce($2::timestamptz, created_at), updated_at = $3::timestamptz
  WHERE identity_uuid = $1`;

const ADD_ALIASES = `
  INSERT INTO identity_alias (alias_uuid, identity_uuid)
  SELECT alias, $1 FROM unnest($2::uuid[]) alias
  WHERE NOT EXISTS (SELECT FROM identity WHERE identity_uuid = alias)
  ON CONFLICT DO NOTHING
  RETURNING alias_uuid AS alias`;
