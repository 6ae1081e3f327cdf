import type { EntityManager } from 'typeorm';
import type { RefusedRow } from '../refusals.js';
import { refuseRows, repeated } from '../refuse-rows.js';

/** Faces of one frame at the most: comparing two detectors' grows with the square. Crowds have some hundreds. */
export const MAX_FACES_A_FRAME = 500;

/**
 * Takes those rows out of incoming_face that only the others, the file or the catalogue show to be unfit, and
 * says which. The transaction holds the file and the identities concerned.
 */
export async function refuseUnfitFaces(manager: EntityManager, fileUuid: string): Promise<RefusedRow[][]> {
  const refused = [
    await manager.query<RefusedRow[]>(REPEATED),
    await manager.query<RefusedRow[]>(CROWDED),
    await manager.query<RefusedRow[]>(UNFIT, [fileUuid]),
  ];
  await manager.query(KNOW_MODELS);
  return [...refused, await manager.query<RefusedRow[]>(MISFIT)];
}

const REPEATED = repeated('incoming_face', 'face_id');

const CROWDED = refuseRows(
  'incoming_face',
  `
  SELECT ctid AS row_id, '#/frame_number' AS pointer,
    CASE WHEN row_number() OVER (PARTITION BY frame_number ORDER BY line) > ${MAX_FACES_A_FRAME}
      THEN 'has more than ${MAX_FACES_A_FRAME} faces' END AS detail
  FROM incoming_face
  WHERE frame_number IN (
    SELECT frame_number FROM incoming_face GROUP BY frame_number HAVING count(*) > ${MAX_FACES_A_FRAME}
  )`,
);

/** Partly outside the picture is ordinary; where its size isn't known, only left of it and above it can be told. */
const UNFIT = refuseRows(
  'incoming_face',
  `
  SELECT i.ctid AS row_id,
    CASE
      WHEN i."time" IS NULL AND f.fps IS NULL THEN '#/time'
      WHEN outside THEN '#/bbox'
      ELSE '#/identity_uuid'
    END AS pointer,
    CASE
      WHEN i."time" IS NULL AND f.fps IS NULL THEN 'is missing, and the fps of the file is not known'
      WHEN outside THEN 'lies wholly outside the picture'
      WHEN i.identity_uuid IS NOT NULL AND o.identity_uuid IS NULL THEN 'is no identity'
    END AS detail
  FROM incoming_face i
  JOIN file f ON f.file_uuid = $1
  LEFT JOIN held_identity o ON o.identity_uuid = i.identity_uuid
  CROSS JOIN LATERAL (
    SELECT i.x + i.width <= 0 OR i.y + i.height <= 0
      OR coalesce(i.x >= f.width, false) OR coalesce(i.y >= f.height, false) AS outside
  ) picture`,
);

/** The first embedding of a model decides how many values they have; in one order, so that two can't wait for each other. */
const KNOW_MODELS = `
  INSERT INTO embedding_model (model, dimension)
  SELECT i.model, octet_length(i.vector) / 4
  FROM (SELECT model, min(line) AS line FROM incoming_face WHERE model IS NOT NULL GROUP BY model) first
  JOIN incoming_face i USING (line)
  ORDER BY model
  ON CONFLICT DO NOTHING`;

const MISFIT = refuseRows(
  'incoming_face',
  `
  SELECT i.ctid AS row_id, '#/embedding/values' AS pointer,
    format('must be %s values, as the model %s has; these are %s', m.dimension, m.model, octet_length(i.vector) / 4)
      AS detail
  FROM incoming_face i
  JOIN embedding_model m USING (model)
  WHERE octet_length(i.vector) <> 4 * m.dimension`,
);
