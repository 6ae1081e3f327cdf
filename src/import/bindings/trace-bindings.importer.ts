import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { summarize } from '../../catalogue/appearance-summary.js';
import type { NewChange } from '../../change/change.js';
import { formerBindings } from '../../change/former-bindings.js';
import { recordChange } from '../../change/record-changes.js';
import { BulkConnections } from '../../database/bulk-connections.js';
import { holdPeople } from '../../ingest/hold.js';
import { IdentityFolders } from '../../identity/folder/identity-folders.js';
import { isRejected, rejectedTraces } from '../../rejection/rejected.js';
import type { ImportOptions } from '../options.js';
import { IMPORT } from '../origin.js';
import type { Report } from '../report.js';
import { Unit } from '../unit.js';

/** What an identity file says is bound to its identity in one video. */
export interface Binding {
  path: string;
  identity_uuid: string;
  file_uuid: string;
  trace_ids: number[];
}

/** A trace that an identity file names, and that can't be bound. */
interface Misfit {
  identity_uuid: string;
  trace_id: number;
  detail: string;
}

/**
 * Binds the traces that identity files list, as a matcher would: nobody knows who said so. What a person or a
 * matcher has bound stays as it is, and no trace is bound to an identity that a person has rejected for it.
 */
@Injectable()
export class TraceBindingsImporter {
  constructor(
    private readonly bulk: BulkConnections,
    private readonly unit: Unit,
    private readonly folders: IdentityFolders,
  ) {}

  async import(bindings: Binding[], options: ImportOptions, report: Report): Promise<void> {
    const byFile = new Map<string, Binding[]>();
    for (const each of bindings) {
      if (each.trace_ids.length === 0) continue;
      byFile.set(each.file_uuid, [...(byFile.get(each.file_uuid) ?? []), each]);
    }
    for (const [fileUuid, ofFile] of byFile) {
      options.signal.throwIfAborted();
      await this.importVideo(fileUuid, ofFile, options, report);
    }
  }

  private async importVideo(
    fileUuid: string,
    bindings: Binding[],
    options: ImportOptions,
    report: Report,
  ): Promise<void> {
    const { misfits, bound, identity_uuids } = await this.bulk.use(({ manager }) =>
      this.unit.run(manager, options.dryRun, (within) => bindTraces(within, fileUuid, bindings)),
    );
    report.bindings += bound;
    if (!options.dryRun) this.folders.changed(...identity_uuids);
    for (const { identity_uuid, trace_id, detail } of misfits) {
      const { path } = bindings.find((each) => each.identity_uuid === identity_uuid)!;
      report.refuse(path, [{ place: `#/file_bindings: ${fileUuid} trace ${trace_id}`, detail }]);
    }
  }
}

interface Bound {
  misfits: Misfit[];
  /** Detections that were bound. */
  bound: number;
  identity_uuids: string[];
}

/** The same as the statement has it. */
type Binds = Omit<Bound, 'misfits'> & { former: NewChange['bindings'] };

async function bindTraces(manager: EntityManager, fileUuid: string, bindings: Binding[]): Promise<Bound> {
  const rows = bindings.flatMap(({ identity_uuid, trace_ids }) =>
    trace_ids.map((trace_id) => ({ identity_uuid, trace_id })),
  );
  await manager.query(STAGE);
  await manager.query(FILL, [rows.map((row) => row.identity_uuid), rows.map((row) => row.trace_id)]);
  await manager.query('SELECT FROM file WHERE file_uuid = $1 FOR NO KEY UPDATE', [fileUuid]);
  await holdPeople(manager, 'SELECT identity_uuid FROM incoming_trace', []);
  const misfits = await manager.query<Misfit[]>(MISFITS, [fileUuid]);
  const [{ former, ...made }] = await manager.query<[Binds]>(BIND, [fileUuid]);
  if (made.bound > 0) {
    await summarize(manager, fileUuid, made.identity_uuids);
    const change = { identity_uuids: made.identity_uuids, file_uuid: fileUuid, bindings: former };
    await recordChange(manager, IMPORT, { kind: 'faces_bound', ...change });
  }
  return { misfits, ...made };
}

const STAGE = `
  CREATE TEMP TABLE incoming_trace (identity_uuid uuid NOT NULL, trace_id integer NOT NULL) ON COMMIT DROP`;

const FILL = `
  INSERT INTO incoming_trace SELECT DISTINCT * FROM unnest($1::uuid[], $2::integer[]) given (identity_uuid, trace_id)`;

/** Takes out what can't be bound: a trace that isn't there, that several claim, or whose identity has gone. */
const MISFITS = `
  WITH judged AS (
    SELECT i.ctid AS row_id, i.identity_uuid, i.trace_id,
      CASE
        WHEN NOT EXISTS (SELECT FROM file WHERE file_uuid = $1) THEN 'there is no such file'
        WHEN NOT EXISTS (SELECT FROM face_detection d WHERE d.file_uuid = $1 AND d.trace_id = i.trace_id)
          THEN 'there is no such trace'
        WHEN NOT EXISTS (SELECT FROM held_identity o WHERE o.identity_uuid = i.identity_uuid) THEN 'its identity has gone'
        WHEN count(*) OVER (PARTITION BY i.trace_id) > 1 THEN 'several identities claim it'
      END AS detail
    FROM incoming_trace i
  ), gone AS (
    DELETE FROM incoming_trace i USING judged j WHERE i.ctid = j.row_id AND j.detail IS NOT NULL
  )
  SELECT replace(identity_uuid::text, '-', '') AS identity_uuid, trace_id, detail
  FROM judged WHERE detail IS NOT NULL
  ORDER BY trace_id, identity_uuid`;

/** Nobody has said anything of these before. */
const FORMER = `
  SELECT file_uuid, face_id, frame_number, NULL::uuid AS identity_uuid, NULL::text AS provenance,
    NULL::double precision AS binding_confidence
  FROM bound`;

const DETECTIONS = `
  SELECT * FROM face_detection WHERE file_uuid = $1 AND trace_id IN (SELECT trace_id FROM incoming_trace)`;

const BIND = `
  WITH detection AS MATERIALIZED (${DETECTIONS}),
  rejected_trace AS MATERIALIZED (${rejectedTraces('$1', 'detection')}),
  bound AS (
    UPDATE face_detection d SET identity_uuid = i.identity_uuid, provenance = 'auto'
    FROM incoming_trace i
    WHERE d.file_uuid = $1 AND d.trace_id = i.trace_id AND d.provenance IS NULL
      AND (i.identity_uuid, i.trace_id) NOT IN (SELECT identity_uuid, trace_id FROM rejected_trace)
      AND NOT ${isRejected('i.identity_uuid', 'd')}
    RETURNING d.file_uuid, d.face_id, d.frame_number, d.identity_uuid
  )
  SELECT count(*)::integer AS bound, coalesce(array_agg(DISTINCT identity_uuid), '{}') AS identity_uuids,
    ${formerBindings(FORMER)} AS former
  FROM bound`;
