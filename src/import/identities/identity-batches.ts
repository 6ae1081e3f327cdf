import { Injectable } from '@nestjs/common';
import type { FieldFault } from '../../common/errors/problem.js';
import { BulkConnections } from '../../database/bulk-connections.js';
import { IdentityFolders } from '../../identity/folder/identity-folders.js';
import type { ImportOptions } from '../options.js';
import type { Report } from '../report.js';
import { Unit } from '../unit.js';
import { type IncomingIdentity, toIncomingIdentity } from './incoming-identity.js';
import { mergeIdentities, type MergedIdentity } from './merge-identities.js';

/** Identities a transaction. */
const BATCH = 200;

/** An identity as it was read, and where. */
export interface ReadIdentity {
  json: unknown;
  path: string;
  /** In the file, where it holds several; the file itself has none. */
  place?: string;
}

/** An identity that came in. */
export interface TakenIdentity extends MergedIdentity {
  incoming: IncomingIdentity;
  path: string;
}

/** Imports identities some at a time; those that are no good are refused, the others come in. */
@Injectable()
export class IdentityBatches {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly unit: Unit,
    private readonly folders: IdentityFolders,
  ) {}

  async *import(
    identities: AsyncIterable<ReadIdentity>,
    options: ImportOptions,
    report: Report,
  ): AsyncGenerator<TakenIdentity> {
    let batch = new Map<string, { incoming: IncomingIdentity; path: string }>();
    for await (const { json, path, place = '' } of identities) {
      const incoming = await toIncomingIdentity(json);
      if ('faults' in incoming) {
        refuse(report, path, place, incoming.faults);
        continue;
      }
      const uuid = incoming.file.identity_uuid;
      if (batch.size === BATCH || batch.has(uuid)) {
        yield* this.take([...batch.values()], options, report);
        batch = new Map();
      }
      batch.set(uuid, { incoming, path });
    }
    yield* this.take([...batch.values()], options, report);
  }

  private async *take(
    batch: { incoming: IncomingIdentity; path: string }[],
    options: ImportOptions,
    report: Report,
  ): AsyncGenerator<TakenIdentity> {
    options.signal.throwIfAborted();
    if (batch.length === 0) return;
    const merged = await this.bulk.use(({ manager }) =>
      this.unit.run(manager, options.dryRun, (within) =>
        mergeIdentities(
          within,
          batch.map(({ incoming }) => incoming),
        ),
      ),
    );
    for (const [index, { outcome, identity_uuid }] of merged.entries()) {
      report.addIdentity(identity_uuid, outcome);
      if (outcome === 'newer_here') report.newerHere.add(identity_uuid);
      const { aliases } = batch[index]!.incoming;
      if (options.dryRun && outcome === 'inserted') {
        for (const uuid of [identity_uuid, ...aliases]) report.newcomers.add(uuid);
      }
    }
    const changed = merged.filter(({ outcome }) => outcome === 'inserted' || outcome === 'updated');
    if (!options.dryRun) this.folders.changed(...changed.map(({ identity_uuid }) => identity_uuid));
    options.progress.rows(batch.length);
    for (const [index, each] of batch.entries()) yield { ...each, ...merged[index]! };
  }
}

function refuse(report: Report, path: string, place: string, faults: FieldFault[]): void {
  report.identities.refused++;
  report.refuse(
    path,
    faults.map(({ pointer, detail }) => ({ place: `${place}${pointer}`, detail })),
  );
}
