import type { EntityManager } from 'typeorm';
import type { FormerBindings } from '../../change/change.js';
import { formerBindings } from '../../change/former-bindings.js';
import { MAX_REFUSALS } from '../refusals.js';
import { obeyRejections, rejectEverybody } from './obey-rejections.js';
import { SECONDS } from './time.js';
import { TRACE, TRACES_NOW } from './trace-now.js';

/** A detection that the new output lacks, kept because a person had bound it. */
export interface KeptFace {
  /** Its face_id from now on: another one where a new detection has its own. */
  face_id: string;
  previous_face_id: string;
  identity_uuid: string;
}

/** What a comparison of the incoming detections with the file's comes to. */
export interface FaceChanges {
  inserted: number;
  updated: number;
  deleted: number;
  /** How many of the file's detections stay although the new output lacks them, and the first of them. */
  kept: number;
  kept_faces: KeptFace[];
  /** Whose faces the changed ones were or are. */
  identity_uuids: string[];
  /** The traces that they were or are part of. */
  trace_ids: number[];
  /** What is bound to somebody and won't be any more, or not to the same one. */
  bindings: FormerBindings[] | null;
}

/**
 * Works out, from face_pair, which detections of the file go (the table face_gone) and which come, new or
 * changed (the table face_change). `complete`: the incoming ones are all that the file has.
 */
export async function findChangedFaces(
  manager: EntityManager,
  fileUuid: string,
  complete: boolean,
): Promise<FaceChanges> {
  await manager.query(TABLES);
  await manager.query(GONE, [fileUuid, complete]);
  await rejectEverybody(manager, fileUuid);
  await obeyRejections(manager, fileUuid, complete);
  await manager.query(CHANGED, [fileUuid]);
  await manager.query(KEPT, [fileUuid, complete]);
  const [changes] = await manager.query<[FaceChanges]>(CHANGES, [fileUuid]);
  return changes;
}

const VALUES = [
  '"time"',
  'confidence',
  'trace_id',
  'x',
  'y',
  'width',
  'height',
  'identity_uuid',
  'provenance',
  'binding_confidence',
];
const valuesOf = (row: string, values = VALUES): string =>
  values.map((value) => `${row}.${value}`).join(', ');
const CHANGE_COLUMNS = `old_id, file_uuid, face_id, frame_number, ${VALUES.join(', ')}, model, vector`;

const TABLES = `
  CREATE TEMP TABLE face_change (
    old_id text COLLATE "C",
    LIKE face_detection,
    model text,
    vector bytea
  ) ON COMMIT DROP;
  ALTER TABLE face_change ALTER vector SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);
  CREATE TEMP TABLE face_gone (
    face_id text COLLATE "C" NOT NULL,
    by_hand boolean NOT NULL,
    is_nobodys boolean NOT NULL
  ) ON COMMIT DROP`;

/** Whether the incoming row says whose face it is, and may: nothing overrides what a person has said here. */
const MAY_SAY = `(i.provenance IS NOT NULL AND d.provenance IS DISTINCT FROM 'manual')`;
/** Whether the row says that a person has rejected the owner that a matcher has given the detection here. */
const REJECTS = `
  d.provenance = 'auto' AND (d.identity_uuid = ANY (i.rejects) OR array_position(i.rejects, NULL) IS NOT NULL)`;
const said = (column: string): string =>
  `CASE WHEN ${MAY_SAY} THEN i.${column} WHEN ${REJECTS} THEN NULL ELSE d.${column} END AS ${column}`;

const CHANGED = `
  INSERT INTO face_change (${CHANGE_COLUMNS})
  SELECT d.face_id, $1, i.face_id, i.frame_number, ${valuesOf('n')},
    coalesce(i.model, e.model), coalesce(i.vector, e.vector)
  FROM incoming_face i
  JOIN file f ON f.file_uuid = $1
  LEFT JOIN face_pair p ON p.new_id = i.face_id
  LEFT JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = p.old_id
  LEFT JOIN face_embedding e ON e.file_uuid = $1 AND e.face_id = p.old_id
  CROSS JOIN LATERAL (
    SELECT i.confidence, ${TRACE} AS trace_id, i.x, i.y, i.width, i.height,
      ${SECONDS} AS "time",
      ${said('identity_uuid')}, ${said('provenance')}, ${said('binding_confidence')}
  ) n
  WHERE d.face_id IS DISTINCT FROM i.face_id
    OR (${valuesOf('d')}) IS DISTINCT FROM (${valuesOf('n')})
    OR i.vector IS NOT NULL AND (e.model, e.vector) IS DISTINCT FROM (i.model, i.vector)`;

/**
 * Those without a partner, where the output is complete; else those whose face_id an incoming one has. What a person
 * has said of them, that one is their owner (`by_hand`) or nobody (`is_nobodys`), is not lost.
 */
const GONE = `
  INSERT INTO face_gone (face_id, by_hand, is_nobodys)
  SELECT d.face_id, d.provenance IS NOT DISTINCT FROM 'manual' AND d.identity_uuid IS NOT NULL,
    d.provenance IS NOT DISTINCT FROM 'manual' AND d.identity_uuid IS NULL
  FROM face_detection d
  WHERE d.file_uuid = $1
    AND NOT EXISTS (SELECT FROM face_pair p WHERE p.old_id = d.face_id)
    AND ($2 OR EXISTS (SELECT FROM incoming_face i WHERE i.face_id = d.face_id))`;

/** The frame's highest idx, old and new. */
const HIGHEST = `
  SELECT coalesce(max(substring(face_id FROM '^\\d+_(\\d+)$')::bigint), -1)
  FROM (
    SELECT face_id FROM face_detection WHERE file_uuid = $1 AND frame_number = d.frame_number
    UNION ALL
    SELECT face_id FROM incoming_face WHERE frame_number = d.frame_number
  ) of_frame`;

/**
 * A person's binding is never lost: its detection stays, under the frame's next free face_id where its own is
 * taken, and where the output is complete it follows its trace. Here are those of which something changes by that.
 */
const KEPT = `
  WITH kept AS (
    SELECT d.*, EXISTS (SELECT FROM incoming_face i WHERE i.face_id = d.face_id) AS is_taken
    FROM face_gone g
    JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = g.face_id
    WHERE g.by_hand
  )
  INSERT INTO face_change (${CHANGE_COLUMNS})
  SELECT d.face_id, $1, n.face_id, d.frame_number, ${valuesOf('d').replace('d.trace_id', 'n.trace_id')}, e.model, e.vector
  FROM (
    SELECT *, row_number() OVER (PARTITION BY frame_number, is_taken ORDER BY face_id) AS nth FROM kept
  ) d
  LEFT JOIN (${TRACES_NOW}) t ON t.trace_id = d.trace_id
  LEFT JOIN face_embedding e ON e.file_uuid = $1 AND e.face_id = d.face_id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN is_taken THEN d.frame_number || '_' || (${HIGHEST}) + nth ELSE d.face_id END AS face_id,
      CASE WHEN $2 THEN t.trace_now ELSE d.trace_id END AS trace_id
  ) n
  WHERE (n.face_id, n.trace_id) IS DISTINCT FROM (d.face_id, d.trace_id)`;

/** Detections that go, or come back as somebody else's. */
const REBOUND = `
  SELECT d.file_uuid, d.face_id, d.frame_number, d.identity_uuid, d.provenance, d.binding_confidence
  FROM (
    SELECT old_id AS face_id, identity_uuid FROM face_change WHERE old_id IS NOT NULL
    UNION ALL SELECT face_id, NULL FROM face_gone WHERE NOT by_hand
  ) n
  JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = n.face_id
  WHERE d.identity_uuid IS NOT NULL AND d.identity_uuid IS DISTINCT FROM n.identity_uuid`;

const CHANGES = `
  WITH touched AS (
    SELECT identity_uuid, trace_id FROM face_change
    UNION
    SELECT identity_uuid, trace_id
    FROM face_detection
    WHERE file_uuid = $1
      AND face_id IN (SELECT old_id FROM face_change UNION ALL SELECT face_id FROM face_gone)
  ), kept AS (
    SELECT coalesce(c.face_id, d.face_id) AS face_id, d.face_id AS previous_face_id, d.identity_uuid
    FROM face_gone g
    JOIN face_detection d ON d.file_uuid = $1 AND d.face_id = g.face_id
    LEFT JOIN face_change c ON c.old_id = g.face_id
    WHERE g.by_hand
  )
  SELECT
    (SELECT count(*)::integer FROM face_change WHERE old_id IS NULL) AS inserted,
    (
      SELECT count(*)::integer FROM face_change c
      WHERE old_id IS NOT NULL AND NOT EXISTS (SELECT FROM face_gone g WHERE g.face_id = c.old_id)
    ) AS updated,
    (SELECT count(*)::integer FROM face_gone WHERE NOT by_hand) AS deleted,
    (SELECT count(*)::integer FROM kept) AS kept,
    (
      SELECT coalesce(json_agg(k), '[]')
      FROM (SELECT * FROM kept ORDER BY previous_face_id LIMIT ${MAX_REFUSALS}) k
    ) AS kept_faces,
    ARRAY (SELECT DISTINCT identity_uuid FROM touched WHERE identity_uuid IS NOT NULL) AS identity_uuids,
    ARRAY (SELECT DISTINCT trace_id FROM touched WHERE trace_id IS NOT NULL) AS trace_ids,
    ${formerBindings(REBOUND)} AS bindings`;
