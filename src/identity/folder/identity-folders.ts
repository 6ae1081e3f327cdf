import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { EntityManager } from 'typeorm';
import { overloaded } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { Environment } from '../../config/environment.js';
import { Reader } from '../../database/reader.js';
import { named } from '../../database/named.js';
import { type Lock, nameLock } from '../../database/lock.js';
import { type Running, Transactions } from '../../database/transactions.js';
import { DeletedIdentity } from '../../catalogue/entities/deleted-identity.entity.js';
import type { ImageType } from '../../media/image-type.js';
import { lookAt } from '../../storage/look.js';
import { FOLDER_MODE, setPermissions } from '../../storage/modes.js';
import { requireWritable } from '../../storage/require-writable.js';
import { FileWriter } from './file-writer.js';
import { IdentityFolder } from './identity-folder.js';
import { type IdentityState, statesAfter, statesOf } from './identity-state.js';

/** Milliseconds between a change and its writing, at the least and the most: several changes in a row are written once. */
const DELAY = { least: 100, most: 700 };
/** Up to the most, a pause is as many times as long as the writing before it, which must not take the time of requests. */
const PAUSES = 4;
/** Milliseconds after which a failed writing is tried again, doubled with each further failure up to a minute. */
const RETRY = 1000;
const MAX_DOUBLINGS = 6;
/** Folders settled or written in one transaction: an import changes many. */
const TOGETHER = 50;
/** Identities compared with their folders at a time when the service starts. */
const SWEEP = 500;

/** Folders looked at at once, when the service starts. */
const looking = pLimit(8);

/** The lock under which an identity's folder is changed. */
export const folderLock = (identityUuid: string): string => `folder:${toHex(identityUuid)}`;

const locksOf = (uuids: string[]): Lock[] => uuids.map((uuid) => nameLock(folderLock(uuid)));

/** Writes an image to be committed; safe on the disk when it resolves. */
export type StageImage = (
  identityUuid: string,
  bytes: Buffer,
  type: ImageType,
  sha256: string,
) => Promise<void>;

/** Keeps the folders of the identities in line with the database. */
@Injectable()
export class IdentityFolders implements BeforeApplicationShutdown {
  private readonly logger = new Logger(IdentityFolders.name);
  private readonly waiting = new Set<string>();
  private writing: Promise<void> | undefined;
  private readonly failures = new Map<string, number>();
  /** Folders in which more than the identity file may differ from the database. */
  private readonly unsettled = new Set<string>();
  /** Use cases that stage images. */
  private readonly staging = new Set<Promise<unknown>>();
  private closing = false;
  private delay = DELAY.least;

  constructor(
    private readonly environment: Environment,
    private readonly reader: Reader,
    private readonly transactions: Transactions,
    private readonly writer: FileWriter,
  ) {}

  of(identityUuid: string): IdentityFolder {
    return new IdentityFolder(this.environment.OUTPUT_DIR, identityUuid);
  }

  /**
   * Runs a use case as one transaction that may stage images, under the locks of their folders. Then they get their
   * names; where it fails, they are removed soon. Only a look at the database tells which: the answer to a COMMIT can
   * be lost.
   */
  async transact<Result>(
    useCase: (manager: EntityManager, stage: StageImage) => Promise<Result>,
    running: Running = {},
  ): Promise<Result> {
    const staging = this.stageAndSettle(useCase, running);
    this.staging.add(staging);
    return staging.finally(() => this.staging.delete(staging));
  }

  private async stageAndSettle<Result>(
    useCase: (manager: EntityManager, stage: StageImage) => Promise<Result>,
    running: Running,
  ): Promise<Result> {
    const staged = new Set<string>();
    const stage: StageImage = async (uuid, bytes, type, sha256) => {
      if (this.closing) throw overloaded();
      staged.add(toHex(uuid));
      this.unsettled.add(toHex(uuid));
      await this.writer.write([this.of(uuid).stagedImage(bytes, type, sha256)], { flush: true });
    };
    try {
      const result = await this.transactions.run((manager) => useCase(manager, stage), running);
      for (const uuid of staged) await this.settle(uuid);
      return result;
    } catch (error) {
      this.changed(...staged);
      throw error;
    }
  }

  /** Has the identity files written soon. Call it after the commit. */
  changed(...identityUuids: string[]): void {
    for (const uuid of identityUuids) this.waiting.add(toHex(uuid));
    if (!this.closing) this.writing ??= this.write();
  }

  /**
   * Brings folders in line now, images and what is left over included; what fails is tried again later, since the
   * change itself is committed.
   */
  async settle(...identityUuids: string[]): Promise<void> {
    const uuids = identityUuids.map(toHex);
    try {
      await this.transactions.run((manager) => this.settleWithin(manager, uuids), { locks: locksOf(uuids) });
      for (const uuid of uuids) {
        this.failures.delete(uuid);
        this.unsettled.delete(uuid);
      }
    } catch (error) {
      if (uuids.length === 1) this.tryLater(uuids[0]!, error as Error);
      // One that can't be written keeps none of the others back.
      else for (const uuid of uuids) await this.settle(uuid);
    }
  }

  private async settleWithin(manager: EntityManager, uuids: string[]): Promise<void> {
    const { rows } = await named<DeletedIdentity>(manager, DELETED_OF, [uuids]);
    const deleted = new Set(rows.map(({ identity_uuid }) => identity_uuid));
    const states = await this.statesOf(manager, uuids);
    const known = new Set(states.map(({ identity_uuid }) => toHex(identity_uuid)));
    for (const uuid of uuids) if (!known.has(uuid)) await this.of(uuid).abandon();
    const kept = new Set(states.filter(({ image_type }) => image_type).map((state) => state.identity_uuid));
    for (const uuid of deleted) if (!kept.has(uuid)) await this.of(uuid).remove();
    const files = states.map((state) => this.of(state.identity_uuid).prepare(state));
    await this.writer.write(await Promise.all(files));
    if (deleted.size > 0) await manager.delete(DeletedIdentity, [...deleted]);
  }

  /** Writes identity files where nothing else of their folders has changed: no folder is looked through for that. */
  private async writeFiles(uuids: string[]): Promise<void> {
    try {
      const useCase = async (manager: EntityManager): Promise<void> => {
        const states = await this.statesOf(manager, uuids);
        await this.writer.write(states.map((state) => this.of(state.identity_uuid).identityFile(state)));
      };
      await this.transactions.run(useCase, { locks: locksOf(uuids) });
    } catch {
      // Which finds out whose folder it is, and says so.
      await this.settle(...uuids);
    }
  }

  private async statesOf(manager: EntityManager, uuids: string[]): Promise<IdentityState[]> {
    return (await named<IdentityState>(manager, statesOf, [this.environment.OUTPUT_DIR, uuids])).rows;
  }

  /** Tries a folder again by itself, ever more rarely: a disk that stays full must not flood the log. */
  private tryLater(uuid: string, { message }: Error): void {
    const failures = (this.failures.get(uuid) ?? 0) + 1;
    this.failures.set(uuid, failures);
    this.unsettled.add(uuid);
    this.logger.error(`The folder of identity ${uuid} could not be written: ${message}`);
    setTimeout(() => this.changed(uuid), RETRY * 2 ** Math.min(failures - 1, MAX_DOUBLINGS)).unref();
  }

  /** Throws where the output folder can't be written to. */
  async requireWritable(): Promise<void> {
    const { OUTPUT_DIR } = this.environment;
    try {
      const folders = join(OUTPUT_DIR, 'identities');
      // Those above OUTPUT_DIR by the umask: the account of the embedded PostgreSQL passes through DATA_DIR.
      await mkdir(dirname(resolve(OUTPUT_DIR)), { recursive: true });
      await requireWritable(folders);
      const found = await lookAt(folders);
      // Where a link leads to is not ours.
      if (found?.isDirectory()) setPermissions(folders, found, FOLDER_MODE);
    } catch (error) {
      throw new Error(`OUTPUT_DIR ${OUTPUT_DIR} can't be written to: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /**
   * Finishes what a crash left undone and writes again what is missing or stale. While the service answers: over
   * 65,000 identities whose files are all missing it takes minutes.
   */
  async settleAll(): Promise<void> {
    const deleted = await this.reader.rows<DeletedIdentity>(DELETED, []);
    await this.settleEach(deleted.map(({ identity_uuid }) => identity_uuid));
    let states: IdentityState[] = [];
    do {
      const after = states.at(-1)?.identity_uuid ?? null;
      states = await this.reader.rows(statesAfter, [this.environment.OUTPUT_DIR, after, SWEEP]);
      await this.settleEach(await this.differing(states));
    } while (states.length === SWEEP && !this.closing);
  }

  private async differing(states: IdentityState[]): Promise<string[]> {
    const looks = states.map((state) =>
      looking(async () => {
        const folder = this.of(state.identity_uuid);
        const { faults, wrongModes } = await folder.look(state);
        folder.setModes(wrongModes);
        return faults;
      }),
    );
    const faults = await Promise.all(looks);
    return states.filter((_, index) => faults[index]!.length > 0).map(({ identity_uuid }) => identity_uuid);
  }

  /** Some at a time, and no more when the service ends: the next start goes on. */
  private async settleEach(uuids: string[]): Promise<void> {
    for (let start = 0; start < uuids.length && !this.closing; start += TOGETHER) {
      await this.settle(...uuids.slice(start, start + TOGETHER));
    }
  }

  /** Writes what is still waiting, once: what fails now is found at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.staging);
    await this.writing;
    await this.settleWaiting();
  }

  private async write(): Promise<void> {
    await sleep(this.delay);
    const began = performance.now();
    await this.settleWaiting();
    const pause = (performance.now() - began) * PAUSES;
    this.delay = Math.min(Math.max(pause, DELAY.least), DELAY.most);
    this.writing = this.waiting.size > 0 && !this.closing ? this.write() : undefined;
  }

  private async settleWaiting(): Promise<void> {
    const uuids = [...this.waiting];
    this.waiting.clear();
    for (let start = 0; start < uuids.length; start += TOGETHER) {
      const some = uuids.slice(start, start + TOGETHER);
      await (some.some((uuid) => this.unsettled.has(uuid)) ? this.settle(...some) : this.writeFiles(some));
    }
  }
}

const DELETED = { name: 'deleted_identities', text: 'SELECT identity_uuid FROM deleted_identity' };
const DELETED_OF = {
  name: 'deleted_identities_of',
  text: `${DELETED.text} WHERE identity_uuid = ANY ($1)`,
};
