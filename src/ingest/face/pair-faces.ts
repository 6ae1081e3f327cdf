import type { EntityManager } from 'typeorm';

/** Two boxes of one frame are the same face where they overlap by so much: intersection over union. */
const SAME_FACE = 0.5;

/**
 * Finds which incoming detections are the file's already: the same frame, and boxes that overlap by half or
 * more, the best pairs first, since an idx shifts from one detector to the next. Leaves them in the table
 * face_pair (old_id, new_id).
 */
export async function pairFaces(manager: EntityManager, fileUuid: string): Promise<void> {
  await manager.query(TABLES);
  await manager.query(SAME, [fileUuid]);
  await manager.query(CANDIDATES, [fileUuid, SAME_FACE]);
  // Each round takes the pairs that are the best for both: together that is best first. Most files need one.
  for (let left = true; left;) {
    await manager.query(BEST);
    await manager.query(TAKEN_OLD);
    await manager.query(TAKEN_NEW);
    [{ left }] = await manager.query<[{ left: boolean }]>(LEFT);
  }
}

const TABLES = `
  CREATE TEMP TABLE face_pair (
    old_id text COLLATE "C" NOT NULL,
    new_id text COLLATE "C" NOT NULL
  ) ON COMMIT DROP;
  CREATE TEMP TABLE face_candidate (
    old_id text COLLATE "C" NOT NULL,
    new_id text COLLATE "C" NOT NULL,
    overlap double precision NOT NULL
  ) ON COMMIT DROP`;

/** What hasn't moved needs no search. */
const SAME = `
  INSERT INTO face_pair
  SELECT face_id, face_id
  FROM face_detection d JOIN incoming_face i USING (face_id, frame_number, x, y, width, height)
  WHERE d.file_uuid = $1`;

const CANDIDATES = `
  INSERT INTO face_candidate
  SELECT d.face_id AS old_id, i.face_id AS new_id, shared / (d.width * d.height + i.width * i.height - shared) AS overlap
  FROM face_detection d
  JOIN incoming_face i USING (frame_number)
  CROSS JOIN LATERAL (
    SELECT greatest(0, least(d.x + d.width, i.x + i.width) - greatest(d.x, i.x))
      * greatest(0, least(d.y + d.height, i.y + i.height) - greatest(d.y, i.y)) AS shared
  ) s
  WHERE d.file_uuid = $1
    AND shared >= $2 * (d.width * d.height + i.width * i.height - shared)
    AND NOT EXISTS (SELECT FROM face_pair p WHERE p.old_id = d.face_id)
    AND NOT EXISTS (SELECT FROM face_pair p WHERE p.new_id = i.face_id)`;

const BETTER = 'overlap DESC, old_id <> new_id, old_id, new_id';

const BEST = `
  INSERT INTO face_pair
  SELECT old_id, new_id
  FROM (
    SELECT old_id, new_id,
      row_number() OVER (PARTITION BY old_id ORDER BY ${BETTER}) AS of_old,
      row_number() OVER (PARTITION BY new_id ORDER BY ${BETTER}) AS of_new
    FROM face_candidate
  ) ranked
  WHERE of_old = 1 AND of_new = 1`;

const TAKEN_OLD = 'DELETE FROM face_candidate c USING face_pair p WHERE p.old_id = c.old_id';
const TAKEN_NEW = 'DELETE FROM face_candidate c USING face_pair p WHERE p.new_id = c.new_id';
const LEFT = 'SELECT EXISTS (SELECT FROM face_candidate) AS left';
