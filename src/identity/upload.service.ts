import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { nameAmbiguous, nameTaken } from '../common/errors/problems.js';
import { toHex } from '../common/uuid.js';
import { lockNames, Transactions } from '../database/transactions.js';
import type { IdentityFileDto } from './dto/identity-file.dto.js';
import type { UploadResponse } from './dto/change.response.js';
import { IdentityAlias } from '../catalogue/entities/identity-alias.entity.js';
import { Identity } from '../catalogue/entities/identity.entity.js';
import { findIdentity, type Hold } from './find-identity.js';
import { IdentityFolders } from './folder/identity-folders.js';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import { BLANK, merged, ownFields, withKeys } from './own-fields.js';

/** Creates and updates identities from identity files. */
@Injectable()
export class UploadService {
  constructor(
    private readonly transactions: Transactions,
    private readonly folders: IdentityFolders,
  ) {}

  async upload(file: IdentityFileDto): Promise<UploadResponse> {
    const uuid = await this.transactions.run((manager) => this.store(manager, file));
    this.folders.changed(uuid);
    const message = 'Identity uploaded successfully';
    return { success: true, identity_uuid: toHex(uuid), name: file.name, message };
  }

  /**
   * Returns the uuid of the identity that now holds the file's values. The locks stand for what no row can be
   * held for yet: a name that nobody bears, a uuid that is nobody's and could become an identity or an alias.
   */
  private async store(manager: EntityManager, file: IdentityFileDto): Promise<string> {
    await lockNames(manager, `name:${nameKey(file.name)}`, `uuid:${file.identity_uuid}`);
    const known = await findIdentity(manager, file.identity_uuid, 'for_no_key_update');
    if (known) return this.updateKnown(manager, known, file);
    const bearer = await this.onlyBearer(manager, file.name);
    if (!bearer) return this.create(manager, file);
    await manager.insert(IdentityAlias, {
      alias_uuid: file.identity_uuid,
      identity_uuid: bearer.identity_uuid,
    });
    return this.update(manager, bearer, file);
  }

  private async updateKnown(manager: EntityManager, known: Identity, file: IdentityFileDto): Promise<string> {
    if (file.name !== known.name) {
      const bearers = await this.bearersOf(manager, file.name);
      if (bearers.length > 0) throw nameTaken(file.name, bearers.map(hexOf));
    }
    return this.update(manager, known, file);
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

  private async create(manager: EntityManager, file: IdentityFileDto): Promise<string> {
    const { identity_uuid } = file;
    await manager.insert(Identity, {
      identity_uuid,
      ...withKeys(merged({ ...BLANK, name: file.name }, file)),
    });
    return identity_uuid;
  }

  /** An upload that changes nothing leaves `updated_at` alone. */
  private async update(manager: EntityManager, identity: Identity, file: IdentityFileDto): Promise<string> {
    const { identity_uuid } = identity;
    const before = ownFields(identity);
    const after = merged(before, file);
    // Our own image stands before any URL: what the file says of it is its path, or stale.
    if (identity.image_type) after.tmdb_profile = before.tmdb_profile;
    if (!isDeepStrictEqual(before, after)) {
      await manager.update(Identity, { identity_uuid }, { ...withKeys(after), updated_at: () => 'now()' });
    }
    return identity_uuid;
  }
}

const hexOf = ({ identity_uuid }: Identity): string => toHex(identity_uuid);
