import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { toHex } from '../../common/uuid.js';
import { Environment } from '../../config/environment.js';
import { Reader } from '../../database/reader.js';
import { lockNames, Transactions } from '../../database/transactions.js';
import { DeletedIdentity } from '../../catalogue/entities/deleted-identity.entity.js';
import { IdentityFolder } from './identity-folder.js';
import { type IdentityState, stateOf, statesAfter } from './identity-state.js';

/** Milliseconds between a change and its writing: several changes in a row are written once. */
const DELAY = 100;
/** Milliseconds after which a failed writing is tried again, doubled with each further failure up to a minute. */
const RETRY = 1000;
const MAX_DOUBLINGS = 6;
/** Folders written at once: an import changes many. */
const AT_ONCE = 4;
/** Identities compared with their folders at a time when the service starts. */
const SWEEP = 500;

/** The lock under which an identity's folder is changed. */
export const folderLock = (identityUuid: string): string => `folder:${toHex(identityUuid)}`;

/** Keeps the folders of the identities in line with the database. */
@Injectable()
export class IdentityFolders implements BeforeApplicationShutdown {
  private readonly logger = new Logger(IdentityFolders.name);
  private readonly waiting = new Set<string>();
  private writing: Promise<void> | undefined;
  private readonly failures = new Map<string, number>();
  private closing = false;

  constructor(
    private readonly environment: Environment,
    private readonly reader: Reader,
    private readonly transactions: Transactions,
  ) {}

  of(identityUuid: string): IdentityFolder {
    return new IdentityFolder(this.environment.OUTPUT_DIR, identityUuid);
  }

  /** Has the identity files written soon. Call it after the commit. */
  changed(...identityUuids: string[]): void {
    for (const uuid of identityUuids) this.waiting.add(toHex(uuid));
    if (!this.closing) this.writing ??= this.write();
  }

  /** Brings one folder in line now; what fails is tried again later, since the change itself is committed. */
  async settle(identityUuid: string): Promise<void> {
    try {
      await this.transactions.run(async (manager) => {
        await lockNames(manager, folderLock(identityUuid));
        const identity = { identity_uuid: identityUuid };
        const deleted = await manager.existsBy(DeletedIdentity, identity);
        const [state] = await manager.query<IdentityState[]>(stateOf.text, [
          this.environment.OUTPUT_DIR,
          identityUuid,
        ]);
        const folder = this.of(identityUuid);
        if (deleted && !state?.image_type) await folder.remove();
        if (state) await folder.settle(state);
        if (deleted) await manager.delete(DeletedIdentity, identity);
      });
      this.failures.delete(toHex(identityUuid));
    } catch (error) {
      this.tryLater(toHex(identityUuid), error as Error);
    }
  }

  /** Tries a folder again by itself, ever more rarely: a disk that stays full must not flood the log. */
  private tryLater(uuid: string, { message }: Error): void {
    const failures = (this.failures.get(uuid) ?? 0) + 1;
    this.failures.set(uuid, failures);
    this.logger.error(`The folder of identity ${uuid} could not be written: ${message}`);
    setTimeout(() => this.changed(uuid), RETRY * 2 ** Math.min(failures - 1, MAX_DOUBLINGS)).unref();
  }

  /** Throws where the output folder can't be written to. */
  async requireWritable(): Promise<void> {
    const { OUTPUT_DIR } = this.environment;
    try {
      const folders = join(OUTPUT_DIR, 'identities');
      await mkdir(folders, { recursive: true });
      await rmdir(await mkdtemp(join(folders, '.writable-')));
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
    await this.each(deleted, ({ identity_uuid }) => this.settle(identity_uuid));
    let states: IdentityState[] = [];
    do {
      const after = states.at(-1)?.identity_uuid ?? null;
      states = await this.reader.rows(statesAfter, [this.environment.OUTPUT_DIR, after, SWEEP]);
      await this.each(states, (state) => this.settleUnlessSettled(state));
    } while (states.length === SWEEP && !this.closing);
  }

  private async settleUnlessSettled(state: IdentityState): Promise<void> {
    if (!(await this.of(state.identity_uuid).isSettled(state))) await this.settle(state.identity_uuid);
  }

  /** A few at once, and no more when the service ends: the next start goes on. */
  private async each<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
    const limit = pLimit(AT_ONCE);
    await Promise.all(items.map((item) => limit(async () => this.closing || work(item))));
  }

  /** Writes what is still waiting, once: what fails now is found at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.writing;
    await this.settleWaiting();
  }

  private async write(): Promise<void> {
    await sleep(DELAY);
    await this.settleWaiting();
    this.writing = this.waiting.size > 0 && !this.closing ? this.write() : undefined;
  }

  private async settleWaiting(): Promise<void> {
    const uuids = [...this.waiting];
    this.waiting.clear();
    const limit = pLimit(AT_ONCE);
    await Promise.all(uuids.map((uuid) => limit(() => this.settle(uuid))));
  }
}

const DELETED = { name: 'deleted_identities', text: 'SELECT identity_uuid FROM deleted_identity' };
