import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { File } from '../catalogue/entities/file.entity.js';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import type { Problem } from '../common/errors/problem.js';
import { invalidRequest } from '../common/errors/problems.js';
import { JsonText } from '../common/http/json-text.js';
import type { Origin } from '../change/origin.js';
import { recordChange } from '../change/record-changes.js';
import { fileLock, nameLock } from '../database/lock.js';
import { Transactions } from '../database/transactions.js';
import type { FileDto } from './dto/file.dto.js';
import { FILE } from './file-reads.js';

/** Creates files, and changes what is known of them. */
@Injectable()
export class PutFileService {
  constructor(private readonly transactions: Transactions) {}

  /** Answers what GET would, as this very transaction leaves it. */
  put(uuid: string, given: FileDto, origin: Origin): Promise<JsonText> {
    const useCase = async (manager: EntityManager): Promise<JsonText> => {
      await this.store(manager, origin, uuid, given);
      const [row] = await manager.query<[{ body: string }]>(FILE.text, [uuid]);
      return new JsonText(row.body);
    };
    // The name stands for a row that cannot be locked before it exists.
    return this.transactions.run(useCase, { locks: [nameLock(`file:${uuid}`), fileLock(uuid)] });
  }

  private async store(
    manager: EntityManager,
    origin: Origin,
    file_uuid: string,
    given: FileDto,
  ): Promise<void> {
    const file = await manager.findOne(File, { where: { file_uuid }, lock: { mode: 'for_no_key_update' } });
    if (file) await this.update(manager, origin, file, given);
    else await this.create(manager, origin, file_uuid, given);
  }

  private async create(
    manager: EntityManager,
    origin: Origin,
    file_uuid: string,
    given: FileDto,
  ): Promise<void> {
    const { name } = given;
    if (name === undefined) throw nameNeeded();
    await manager.insert(File, { file_uuid, ...given, name, ...keyOf(name) });
    await recordChange(manager, origin, { kind: 'file_created', file_uuid, after: given });
  }

  /** A PUT that changes nothing leaves `updated_at` alone. */
  private async update(manager: EntityManager, origin: Origin, file: File, given: FileDto): Promise<void> {
    const { file_uuid } = file;
    const changed = Object.entries(given).filter(
      ([field, value]) => value !== undefined && value !== file[field as keyof FileDto],
    );
    if (changed.length === 0) return;
    const changes = Object.fromEntries(changed) as Partial<File>;
    const key = changes.name === undefined ? {} : keyOf(changes.name);
    await manager.update(File, { file_uuid }, { ...changes, ...key, updated_at: () => 'now()' });
    const before = Object.fromEntries(changed.map(([field]) => [field, file[field as keyof FileDto]]));
    await recordChange(manager, origin, { kind: 'file_updated', file_uuid, before, after: changes });
  }
}

const nameNeeded = (): Problem =>
  invalidRequest([{ pointer: '#/name', detail: 'is needed: the file is new' }]);

const keyOf = (name: string): Pick<File, 'sort_key'> => ({ sort_key: sortKey(nameKey(name)) });
