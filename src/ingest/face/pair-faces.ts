import type { EntityManager } from 'typeorm';
import { coveredArea, isSameFace, sharedArea } from '../../catalogue/same-face.js';

/**
 * Finds which incoming detections are the file's already: the same frame, and boxes that overlap by half or
 * more, the best pairs first, since an idx shifts from one detector to the next. Leaves them in the table
 * face_pair (old_id, new_id).
 */
export async function pairFaces(manager: EntityManager, fileUuid: string): Promise<void> {
  await manager.query(TABLE);
  await manager.query(SAME, [fileUuid]);
  await manager.query(ONE_PARTNER_EACH);
  await manager.query(BEST_FIRST, [fileUuid]);
  await manager.query('ANALYZE face_pair');
}

const TABLE = `
  CREATE TEMP TABLE face_pair (
    old_id text COLLATE "C" NOT NULL,
    new_id text COLLATE "C" NOT NULL
  ) ON COMMIT DROP`;

/** What hasn't moved needs no search. */
const SAME = `
  INSERT INTO face_pair
  SELECT face_id, face_id
  FROM face_detection d JOIN incoming_face i USING (face_id, frame_number, x, y, width, height)
  WHERE d.file_uuid = $1`;

const ONE_PARTNER_EACH = `
  CREATE UNIQUE INDEX ON face_pair (old_id);
  CREATE UNIQUE INDEX ON face_pair (new_id);
  ANALYZE face_pair`;

/**
 * One after the other in this order, but for those of which one has a partner already. Boxes that overlap by
 * half begin within a width and a height of each other, which an index finds. OFFSET keeps the planner from
 * comparing all of a frame with all of it, where it doesn't know yet how many there are.
 */
const BEST_FIRST = `
  INSERT INTO face_pair
  SELECT old_id, new_id
  FROM (
    SELECT d.face_id AS old_id, i.face_id AS new_id,
      shared / ${coveredArea('d', 'i', 'shared')} AS overlap
    FROM face_detection d
    CROSS JOIN LATERAL (
      SELECT * FROM incoming_face
      WHERE frame_number = d.frame_number
        AND x BETWEEN d.x - d.width AND d.x + d.width
        AND y BETWEEN d.y - d.height AND d.y + d.height
      OFFSET 0
    ) i
    CROSS JOIN LATERAL (SELECT ${sharedArea('d', 'i')} AS shared) s
    WHERE d.file_uuid = $1
      AND ${isSameFace('d', 'i', 'shared')}
      AND NOT EXISTS (SELECT FROM face_pair p WHERE p.old_id = d.face_id)
      AND NOT EXISTS (SELECT FROM face_pair p WHERE p.new_id = i.face_id)
  ) candidates
  ORDER BY overlap DESC, old_id <> new_id, old_id, new_id
  ON CONFLICT DO NOTHING`;
