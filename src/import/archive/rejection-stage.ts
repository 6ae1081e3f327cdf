import type { EntityManager } from 'typeorm';
import { isSameFace } from '../../catalogue/same-face.js';
import type { FieldFault } from '../../common/errors/problem.js';
import { UUID_INPUT } from '../../common/uuid.js';
import type { BulkConnection } from '../../database/bulk-connections.js';
import type { Row } from '../../ingest/body/row.js';
import { CopyWriter, type CopyValue } from '../../ingest/copy-writer.js';
import { FACE_SCHEMA } from '../../ingest/face/face.schema.js';
import { judgeOf } from '../../ingest/judge.js';
import { isContradicted } from '../../rejection/rejected.js';

/** The place of a face, and the identity that it is not; null: it is no identity's. */
interface RejectionRecord {
  identity_uuid: string | null;
  frame_number: number;
  bbox: { x: number; y: number; width: number; height: number };
}

const judge = judgeOf({
  type: 'object',
  additionalProperties: false,
  required: ['identity_uuid', 'frame_number', 'bbox'],
  properties: {
    identity_uuid: { type: 'string', nullable: true, pattern: UUID_INPUT },
    frame_number: FACE_SCHEMA.properties.frame_number,
    bbox: FACE_SCHEMA.properties.bbox,
  },
});

/**
 * Brings an export's rejections into the table incoming_rejection, and to the detections in incoming_face that they
 * concern. `newcomers`: identities that are missing only because this is a dry run.
 */
export async function stageRejections(
  connection: BulkConnection,
  rows: AsyncIterable<Row[]>,
  newcomers: Set<string>,
  refuse: (line: number, faults: FieldFault[]) => void,
): Promise<void> {
  const { manager } = connection;
  await manager.query(CREATE);
  const copy = new CopyWriter(connection, 'incoming_rejection', COLUMNS);
  try {
    for await (const some of rows) {
      for (const { line, value } of some) {
        const faults = judge(value);
        if (faults.length > 0) refuse(line, faults);
        else copy.add(columnsOf(line, value as RejectionRecord));
      }
      await copy.flush();
    }
    await copy.end();
  } catch (error) {
    await copy.abort();
    throw error;
  }
  await manager.query(RESOLVE_ALIASES);
  await manager.query(LEAVE_OUT, [[...newcomers]]);
  for (const { line } of await manager.query<{ line: string }[]>(STRAYS)) {
    refuse(Number(line), [{ pointer: '#/identity_uuid', detail: 'is no identity' }]);
  }
  await manager.query(APPLY);
}

/**
 * Makes the staged rejections the file's own, beside those that it has. What a person has bound here since stays: a
 * rejection that contradicts it is left out. The transaction has locked the file and the identities, and has merged
 * the detections.
 */
export async function restoreRejections(manager: EntityManager, fileUuid: string): Promise<void> {
  await manager.query(RESTORE, [fileUuid]);
}

/** SELECT of the identities that the staged rejections name. */
export const REJECTED_IDENTITIES = 'SELECT identity_uuid FROM incoming_rejection';

const columnsOf = (line: number, { identity_uuid, frame_number, bbox }: RejectionRecord): CopyValue[] => [
  ...[line, identity_uuid, frame_number],
  ...[bbox.x, bbox.y, bbox.width, bbox.height],
];

const COLUMNS = ['line', 'identity_uuid', 'frame_number', 'x', 'y', 'width', 'height'];

const CREATE = `
  CREATE TEMP TABLE incoming_rejection (
    line bigint NOT NULL,
    identity_uuid uuid,
    frame_number integer NOT NULL,
    x double precision NOT NULL,
    y double precision NOT NULL,
    width double precision NOT NULL,
    height double precision NOT NULL
  )`;

const RESOLVE_ALIASES = `
  UPDATE incoming_rejection r SET identity_uuid = a.identity_uuid
  FROM identity_alias a
  WHERE a.alias_uuid = r.identity_uuid`;

const LEAVE_OUT = 'DELETE FROM incoming_rejection WHERE identity_uuid = ANY ($1::uuid[])';

/** Takes out rejections of identities that are not there. */
const STRAYS = `
  WITH strays AS (
    DELETE FROM incoming_rejection r
    WHERE r.identity_uuid IS NOT NULL
      AND NOT EXISTS (SELECT FROM identity i WHERE i.identity_uuid = r.identity_uuid)
    RETURNING line
  )
  SELECT line FROM strays ORDER BY line`;

const APPLY = `
  UPDATE incoming_face i SET rejects = r.rejects
  FROM (
    SELECT f.ctid AS row_id, array_agg(r.identity_uuid) AS rejects
    FROM incoming_face f
    JOIN incoming_rejection r ON r.frame_number = f.frame_number AND ${isSameFace('r', 'f')}
    GROUP BY f.ctid
  ) r
  WHERE i.ctid = r.row_id`;

const RESTORE = `
  INSERT INTO rejection (identity_uuid, file_uuid, frame_number, x, y, width, height)
  SELECT DISTINCT r.identity_uuid, $1::uuid, r.frame_number, r.x, r.y, r.width, r.height
  FROM incoming_rejection r
  WHERE (r.identity_uuid IS NULL OR r.identity_uuid IN (SELECT h.identity_uuid FROM held_identity h))
    AND NOT ${isContradicted('r', '$1')}
    AND NOT EXISTS (
      SELECT FROM rejection k
      WHERE k.file_uuid = $1 AND k.identity_uuid IS NOT DISTINCT FROM r.identity_uuid
        AND (k.frame_number, k.x, k.y, k.width, k.height) = (r.frame_number, r.x, r.y, r.width, r.height)
    )`;
