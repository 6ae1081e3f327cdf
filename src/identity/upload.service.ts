import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { nameAmbiguous, nameTaken } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';
import { identityLock, type Lock, nameLock } from '../database/lock.js';
import { Transactions } from '../database/transactions.js';
import type { IdentityFileDto } from './dto/identity-file.dto.js';
import type { UploadResponse } from './dto/change.response.js';
import { IdentityAlias } from '../catalogue/entities/identity-alias.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';
import type { ChangeRequest } from '../change/change-request.js';
import type { Origin } from '../change/origin.js';
import { requireAsExpected } from '../change/preconditions.js';
import { recordChange } from '../change/record-changes.js';
import { answered, answeredBefore } from '../idempotency/answered.js';
import { findIdentity, type Hold } from './find-identity.js';
import { IdentityFolders } from './folder/identity-folders.js';
import { creation, update as updateOf } from './identity-change.js';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import { BLANK, merged, ownFields, withKeys } from './own-fields.js';

/** Creates and updates identities from identity files. */
@Injectable()
export class UploadService {
  constructor(
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async upload(file: IdentityFileDto, change: ChangeRequest): Promise<UploadResponse> {
    const before = answeredBefore<UploadResponse>(change);
    if (before) return before;
    const useCase = async (manager: EntityManager): Promise<{ uuid: string; answer: UploadResponse }> => {
      const stored = await this.store(manager, change, file);
      const revision = await revisionOf(manager, stored);
      return { uuid: stored, answer: await answered(manager, change, answerOf(stored, file), revision) };
    };
    const { uuid, answer } = await this.transactions.run(useCase, { locks: locksOf(file) });
    this.folders.changed(uuid);
    return answer;
  }

  /** Returns the uuid of the identity that now holds the file's values. */
  private async store(manager: EntityManager, change: ChangeRequest, file: IdentityFileDto): Promise<string> {
    const known = await findIdentity(manager, file.identity_uuid, 'for_no_key_update');
    if (known) return this.updateKnown(manager, change, known, file);
    const bearer = await this.onlyBearer(manager, file.name);
    requireAsExpected(change, bearer?.revision ?? null);
    return bearer
      ? this.updateBearer(manager, change.origin, bearer, file)
      : this.create(manager, change.origin, file);
  }

  private async updateKnown(
    manager: EntityManager,
    change: ChangeRequest,
    known: Identity,
    file: IdentityFileDto,
  ): Promise<string> {
    requireAsExpected(change, known.revision);
    if (file.name !== known.name) {
      const bearers = await this.bearersOf(manager, file.name);
      if (bearers.length > 0) throw nameTaken(file.name, bearers.map(hexOf));
    }
    return this.update(manager, change.origin, known, file);
  }

  /** The file's own uuid leads to whom bears the name, from now on. */
  private async updateBearer(
    manager: EntityManager,
    origin: Origin,
    bearer: Identity,
    file: IdentityFileDto,
  ): Promise<string> {
    const alias_uuid = file.identity_uuid;
    await manager.insert(IdentityAlias, { alias_uuid, identity_uuid: bearer.identity_uuid });
    return this.update(manager, origin, bearer, file, { alias_uuid });
  }

  private async onlyBearer(manager: EntityManager, name: string): Promise<Identity | undefined> {
    const bearers = await this.bearersOf(manager, name, 'for_no_key_update');
    if (bearers.length > 1) throw nameAmbiguous(name, bearers.map(hexOf));
    return bearers[0];
  }

  /**
   * Those with exactly this name, held if told so: not where another row is held already, for two uploads could
   * hold each other's. Nobody comes to bear the name meanwhile, as it is locked. The sort key, which the name
   * decides, is what the index knows.
   */
  private bearersOf(manager: EntityManager, name: string, hold?: Hold): Promise<Identity[]> {
    return manager.find(Identity, {
      where: { sort_key: sortKey(nameKey(name)), name },
      order: { identity_uuid: 'ASC' },
      ...(hold ? { lock: { mode: hold } } : {}),
    });
  }

  private async create(manager: EntityManager, origin: Origin, file: IdentityFileDto): Promise<string> {
    const { identity_uuid } = file;
    const fields = merged({ ...BLANK, name: file.name }, file);
    await manager.insert(Identity, { identity_uuid, ...withKeys(fields) });
    await recordChange(manager, origin, creation(identity_uuid, fields));
    return identity_uuid;
  }

  /** An upload that changes nothing leaves `updated_at` alone. `alias`: what comes with it. */
  private async update(
    manager: EntityManager,
    origin: Origin,
    identity: Identity,
    file: IdentityFileDto,
    alias?: { alias_uuid: string },
  ): Promise<string> {
    const { identity_uuid } = identity;
    const before = ownFields(identity);
    const after = merged(before, file);
    // Our own image stands before any URL: what the file says of it is its path, or stale.
    if (identity.image_type) after.tmdb_profile = before.tmdb_profile;
    const isOther = !isDeepStrictEqual(before, after);
    if (isOther) {
      await manager.update(Identity, { identity_uuid }, { ...withKeys(after), updated_at: () => 'now()' });
    }
    if (isOther || alias) {
      await recordChange(manager, origin, updateOf(identity, before, { ...after, ...alias }));
    }
    return identity_uuid;
  }
}

/**
 * The names stand for what has no row to lock yet: a name that no identity has, and a uuid that may become that of an
 * identity or an alias.
 */
const locksOf = ({ name, identity_uuid }: IdentityFileDto): Lock[] => [
  nameLock(`name:${nameKey(name)}`),
  nameLock(`uuid:${identity_uuid}`),
  identityLock(identity_uuid),
];

const hexOf = ({ identity_uuid }: Identity): string => toHex(identity_uuid);

const answerOf = (uuid: string, { name }: IdentityFileDto): UploadResponse => ({
  success: true,
  identity_uuid: toHex(uuid),
  name,
  message: 'Identity uploaded successfully',
});

async function revisionOf(manager: EntityManager, identity_uuid: string): Promise<string> {
  const { revision } = await manager.findOneOrFail(Identity, {
    select: { revision: true },
    where: { identity_uuid },
  });
  return revision;
}
