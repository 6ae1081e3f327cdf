import type { EntityManager } from 'typeorm';
import { isRejected, rejectedTraces } from '../../rejection/rejected.js';
import { TRACE, TRACES_NOW } from './trace-now.js';

/**
 * Takes the owner from those rows of incoming_face that may not be bound to it, because a person has rejected it
 * (src/rejection): what the detection is bound to already stays. `complete`: the incoming rows are all that the file
 * has. Needs face_pair and face_gone.
 */
export async function obeyRejections(
  manager: EntityManager,
  fileUuid: string,
  complete: boolean,
): Promise<void> {
  const [{ concerned }] = await manager.query<[{ concerned: boolean }]>(CONCERNED, [fileUuid]);
  if (concerned) await manager.query(LEAVE_OUT, [fileUuid, complete]);
}

/** Keeps "nobody's" of those detections that go and were said to be nobody's: as a rejection of every identity. */
export async function rejectEverybody(manager: EntityManager, fileUuid: string): Promise<void> {
  await manager.query(REJECT_EVERYBODY, [fileUuid]);
}

const CONCERNED = `
  SELECT EXISTS (
    SELECT FROM rejection
    WHERE file_uuid = $1
      AND (identity_uuid IS NULL OR identity_uuid IN (SELECT i.identity_uuid FROM incoming_face i))
  ) AS concerned`;

const PLACE = ['frame_number', 'x', 'y', 'width', 'height'];
const placeOf = (row: string): string => PLACE.map((column) => `${row}.${column}`).join(', ');

/** An incoming row that is to be bound by a person's word, and can be. */
const BOUND_BY_HAND = `
  i.provenance = 'manual' AND i.identity_uuid IS NOT NULL AND d.provenance IS DISTINCT FROM 'manual'
    AND NOT ${isRejected('i.identity_uuid', 'i', '$1')}`;

/** The file's detections with the traces that they will be in, each with the owner that it has so far. */
const DETECTIONS = `
  SELECT ${placeOf('i')}, ${TRACE} AS trace_id,
    CASE WHEN ${BOUND_BY_HAND} THEN i.identity_uuid ELSE d.identity_uuid END AS identity_uuid
  FROM incoming_face i
  LEFT JOIN face_pair p ON p.new_id = i.face_id
  LEFT JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = p.old_id
  UNION ALL
  SELECT ${placeOf('d')}, CASE WHEN $2 THEN t.trace_now ELSE d.trace_id END, d.identity_uuid
  FROM face_detection d
  LEFT JOIN (${TRACES_NOW}) t ON t.trace_id = d.trace_id
  WHERE d.file_uuid = $1
    AND NOT EXISTS (SELECT FROM face_pair p WHERE p.old_id = d.face_id)
    AND NOT EXISTS (SELECT FROM face_gone g WHERE g.face_id = d.face_id AND NOT g.by_hand)`;

const LEAVE_OUT = `
  WITH detection AS MATERIALIZED (${DETECTIONS}),
  rejected_trace AS MATERIALIZED (${rejectedTraces('$1', 'detection')}),
  rejected AS (
    SELECT i.face_id
    FROM incoming_face i
    LEFT JOIN face_pair p ON p.new_id = i.face_id
    LEFT JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = p.old_id
    WHERE i.identity_uuid IS NOT NULL
      AND (
        i.provenance = 'auto' AND (i.identity_uuid, ${TRACE}) IN (SELECT identity_uuid, trace_id FROM rejected_trace)
        OR ${isRejected('i.identity_uuid', 'i', '$1')}
      )
  )
  UPDATE incoming_face i SET identity_uuid = NULL, provenance = NULL, binding_confidence = NULL
  FROM rejected r
  WHERE r.face_id = i.face_id`;

const REJECT_EVERYBODY = `
  INSERT INTO rejection (file_uuid, ${PLACE.join(', ')})
  SELECT DISTINCT d.file_uuid, ${placeOf('d')}
  FROM face_gone g
  JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = g.face_id
  WHERE g.is_nobodys
    AND NOT EXISTS (
      SELECT FROM rejection r
      WHERE r.file_uuid = $1 AND r.identity_uuid IS NULL AND (${placeOf('r')}) = (${placeOf('d')})
    )`;
