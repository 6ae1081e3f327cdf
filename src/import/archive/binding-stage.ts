import { PROVENANCES } from '../../catalogue/entities/face-detection.entity.js';
import type { FieldFault } from '../../common/errors/problem.js';
import { UUID_INPUT } from '../../common/uuid.js';
import type { BulkConnection } from '../../database/bulk-connections.js';
import type { Row } from '../../ingest/body/row.js';
import { CopyWriter } from '../../ingest/copy-writer.js';
import { FACE_SCHEMA } from '../../ingest/face/face.schema.js';
import { judgeOf } from '../../ingest/judge.js';

/** Detections that are bound alike. */
interface BindingRecord {
  identity_uuid: string | null;
  provenance: string;
  confidence: number | null;
  face_ids: string[];
}

const judge = judgeOf({
  type: 'object',
  additionalProperties: false,
  required: ['identity_uuid', 'provenance', 'face_ids'],
  properties: {
    identity_uuid: { type: 'string', nullable: true, pattern: UUID_INPUT },
    provenance: { enum: PROVENANCES },
    confidence: { type: 'number', nullable: true, minimum: 0, maximum: 1 },
    face_ids: { type: 'array', items: FACE_SCHEMA.properties.face_id, maxItems: 10_000 },
  },
});

/**
 * Brings an export's bindings to the detections that wait in incoming_face. `newcomers`: who would be there, if
 * this were no dry run; bindings to them count, and lead nowhere.
 */
export async function stageBindings(
  connection: BulkConnection,
  rows: AsyncIterable<Row[]>,
  newcomers: Set<string>,
  refuse: (line: number, faults: FieldFault[]) => void,
): Promise<void> {
  const { manager } = connection;
  await manager.query(CREATE);
  const copy = new CopyWriter(connection, 'incoming_binding', COLUMNS);
  try {
    for await (const some of rows) {
      for (const { line, value } of some) {
        const faults = judge(value);
        if (faults.length > 0) refuse(line, faults);
        else addAll(copy, line, value as BindingRecord);
      }
      await copy.flush();
    }
    await copy.end();
  } catch (error) {
    await copy.abort();
    throw error;
  }
  await manager.query(RESOLVE_ALIASES);
  await manager.query(LEAD_NOWHERE, [[...newcomers]]);
  for (const { line, ...fault } of await manager.query<(FieldFault & { line: string })[]>(STRAYS)) {
    refuse(Number(line), [fault]);
  }
  await manager.query(APPLY);
}

function addAll(copy: CopyWriter, line: number, record: BindingRecord): void {
  const { identity_uuid, provenance, confidence = null, face_ids } = record;
  for (const face_id of face_ids) copy.add([line, face_id, identity_uuid, provenance, confidence]);
}

const COLUMNS = ['line', 'face_id', 'identity_uuid', 'provenance', 'confidence'];

const CREATE = `
  CREATE TEMP TABLE incoming_binding (
    line bigint NOT NULL,
    face_id text COLLATE "C" NOT NULL,
    identity_uuid uuid,
    provenance text NOT NULL,
    confidence double precision
  )`;

const RESOLVE_ALIASES = `
  UPDATE incoming_binding b SET identity_uuid = a.identity_uuid
  FROM identity_alias a
  WHERE a.alias_uuid = b.identity_uuid`;

const LEAD_NOWHERE =
  'UPDATE incoming_binding SET identity_uuid = NULL WHERE identity_uuid = ANY ($1::uuid[])';

/** Bindings to nobody, and of no face: told once a line. */
const STRAYS = `
  WITH strays AS (
    DELETE FROM incoming_binding b
    USING (
      SELECT i.ctid AS row_id,
        i.identity_uuid IS NOT NULL
          AND NOT EXISTS (SELECT FROM identity o WHERE o.identity_uuid = i.identity_uuid) AS is_nobodys,
        NOT EXISTS (SELECT FROM incoming_face f WHERE f.face_id = i.face_id) AS is_faceless
      FROM incoming_binding i
    ) judged
    WHERE b.ctid = judged.row_id AND (is_nobodys OR is_faceless)
    RETURNING b.line, is_nobodys
  )
  SELECT line,
    CASE WHEN is_nobodys THEN '#/identity_uuid' ELSE '#/face_ids' END AS pointer,
    CASE WHEN is_nobodys THEN 'is no identity' ELSE count(*) || ' of them are not there' END AS detail
  FROM strays
  GROUP BY line, is_nobodys
  ORDER BY line`;

const APPLY = `
  UPDATE incoming_face i
  SET identity_uuid = b.identity_uuid, provenance = b.provenance, binding_confidence = b.confidence
  FROM incoming_binding b
  WHERE b.face_id = i.face_id`;
