import type { EntityManager } from 'typeorm';
import { named } from '../database/named.js';
import type { Statement } from '../database/statement.js';

/** Frames, first and last. */
export interface Span {
  start_frame: number;
  end_frame: number;
}

const WHOLE_FILE: Span = { start_frame: 0, end_frame: 2 ** 31 - 1 };

/** The revisions of identities after a change, by their uuids. */
export type Revisions = Map<string, string>;

interface Revised {
  identity_uuid: string;
  revision: string;
}

const revisionsOf = (rows: Revised[]): Revisions =>
  new Map(rows.map(({ identity_uuid, revision }) => [identity_uuid, revision]));

/** Whose detections have changed hands in a file, and where they lie. */
export interface Touched extends Span {
  file_uuid: string;
  identity_uuid: string;
}

/**
 * Makes the summaries of some identities in one file agree with its detections again. Runs in the transaction
 * that changed the bindings, which holds the file and the identities.
 */
export const summarize = (
  manager: EntityManager,
  file_uuid: string,
  identityUuids: string[],
): Promise<Revisions> =>
  summarizeTouched(
    manager,
    identityUuids.map((identity_uuid) => ({ file_uuid, identity_uuid, ...WHOLE_FILE })),
  );

/** The same in several files, each with its own people, and no further than where it was touched. */
export async function summarizeTouched(manager: EntityManager, touched: Touched[]): Promise<Revisions> {
  const values = (['file_uuid', 'identity_uuid', 'start_frame', 'end_frame'] as const).map((column) =>
    touched.map((one) => one[column]),
  );
  return revisionsOf((await named<Revised>(manager, SUMMARIZE, values)).rows);
}

/**
 * Makes the summaries of everybody in a file agree with its chunks again. Runs in the transaction that changed
 * them, which holds the file; whoever appears in it is held here.
 */
export async function summarizeChunks(manager: EntityManager, fileUuid: string): Promise<void> {
  await manager.query(HOLD_PEOPLE, [fileUuid]);
  await manager.query(FORGET_CHUNKS, [fileUuid]);
  await manager.query(SUMMARIZE_CHUNKS, [fileUuid]);
}

/**
 * Counts the detections and chunks of identities anew, in their summaries, and finds their main files. They are held.
 * Their rows are written even where the counts stay: that makes another revision, as their bindings have changed.
 */
export async function countAppearances(manager: EntityManager, identityUuids: string[]): Promise<Revisions> {
  return revisionsOf((await named<Revised>(manager, COUNT, [identityUuids])).rows);
}

/** What is kept of somebody's detections in a file, but for the chunks. */
const SUMMARY = `
  count(*) AS face_count, coalesce(array_agg(DISTINCT trace_id) FILTER (WHERE trace_id IS NOT NULL), '{}') AS trace_ids,
  round(avg(confidence)::numeric, 6) AS confidence, max(confidence) AS max_confidence,
  min(frame_number) AS start_frame, max(frame_number) AS end_frame, min("time") AS start_time, max("time") AS end_time`;

/** The summaries of the detections that meet a condition, without their chunks. */
export const appearances = (condition: string): string => `
  SELECT identity_uuid, file_uuid, ${SUMMARY}
  FROM face_detection
  WHERE ${condition}
  GROUP BY identity_uuid, file_uuid`;

/** Whether one of the detections of `owner` lies within the chunk `c`: one probe of an index. */
const isOnScreen = (owner: string): string => `
  EXISTS (
    SELECT FROM face_detection d
    WHERE d.identity_uuid = ${owner}.identity_uuid AND d.file_uuid = c.file_uuid
      AND d.frame_number BETWEEN c.start_frame AND c.end_frame
  )`;

/** The chunks of the appearances that meet a condition; first and last frame rule most of a file's out. */
export const appearanceChunks = (condition: string): string => `
  SELECT a.identity_uuid, a.file_uuid, c.start_frame, c.id
  FROM appearance a
  JOIN chunk c ON c.file_uuid = a.file_uuid AND c.start_frame <= a.end_frame AND c.end_frame >= a.start_frame
  WHERE ${condition} AND ${isOnScreen('a')}`;

/** The file with the most detections first; of several the one with the greatest uuid. */
const MAIN_FIRST = 'ORDER BY face_count DESC, file_uuid DESC LIMIT 1';

/** The appearance of `owner` in the file with the most of its detections. */
const mainAppearance = (owner: string, condition = 'true'): string => `
  SELECT a.file_uuid, a.face_count
  FROM appearance a
  WHERE a.identity_uuid = ${owner}.identity_uuid AND ${condition}
  ${MAIN_FIRST}`;

const COLUMNS = `
  face_count, trace_ids, confidence, max_confidence, start_frame, end_frame, start_time, end_time`;

/**
 * One statement, since every round trip counts where a binding is made. What somebody's totals are off by is
 * added to them: to sum all of their files up would cost the more the more there are. `touched`: arrays, side by side,
 * of files, identities, and first and last frames; `outcome`: what is selected from `revised`.
 */
export const summarizing = (touched: string, outcome: string): string => `
  WITH w AS MATERIALIZED (
    SELECT * FROM unnest(${touched}) AS w (file_uuid, identity_uuid, start_frame, end_frame)
  ), anew AS (
    SELECT w.identity_uuid, w.file_uuid, s.*
    FROM w
    CROSS JOIN LATERAL (
      SELECT ${SUMMARY}
      FROM face_detection d
      WHERE d.identity_uuid = w.identity_uuid AND d.file_uuid = w.file_uuid
    ) s
    WHERE s.face_count > 0
  ), touched AS (
    SELECT w.identity_uuid, w.file_uuid, c.start_frame, c.id, ${isOnScreen('w')} AS is_on_screen
    FROM w JOIN chunk c ON c.file_uuid = w.file_uuid AND c.start_frame <= w.end_frame AND c.end_frame >= w.start_frame
  ), lost AS (
    DELETE FROM appearance_chunk k
    USING touched t
    WHERE NOT t.is_on_screen
      AND (k.identity_uuid, k.file_uuid, k.start_frame, k.id) = (t.identity_uuid, t.file_uuid, t.start_frame, t.id)
    RETURNING k.identity_uuid, k.file_uuid
  ), gained AS (
    INSERT INTO appearance_chunk
    SELECT t.identity_uuid, t.file_uuid, t.start_frame, t.id FROM touched t WHERE t.is_on_screen
    ON CONFLICT DO NOTHING
    RETURNING identity_uuid, file_uuid
  ), difference AS (
    SELECT w.identity_uuid, w.file_uuid,
      coalesce(n.face_count, 0) - coalesce(a.face_count, 0) AS face_count,
      (SELECT count(*) FROM gained g WHERE (g.identity_uuid, g.file_uuid) = (w.identity_uuid, w.file_uuid))
        - (SELECT count(*) FROM lost l WHERE (l.identity_uuid, l.file_uuid) = (w.identity_uuid, w.file_uuid))
        AS chunk_count
    FROM w
    LEFT JOIN anew n USING (identity_uuid, file_uuid)
    LEFT JOIN appearance a USING (identity_uuid, file_uuid)
  ), kept AS (
    INSERT INTO appearance AS a (identity_uuid, file_uuid, chunk_count, ${COLUMNS})
    SELECT n.identity_uuid, n.file_uuid, d.chunk_count, ${COLUMNS.replace(/\w+/g, 'n.$&')}
    FROM anew n JOIN difference d USING (identity_uuid, file_uuid)
    ON CONFLICT (identity_uuid, file_uuid) DO UPDATE
    SET chunk_count = a.chunk_count + excluded.chunk_count,
      (${COLUMNS}) = (${COLUMNS.replace(/\w+/g, 'excluded.$&')})
  ), gone AS (
    DELETE FROM appearance a
    USING w
    WHERE (a.identity_uuid, a.file_uuid) = (w.identity_uuid, w.file_uuid)
      AND NOT EXISTS (
        SELECT FROM anew n WHERE (n.identity_uuid, n.file_uuid) = (w.identity_uuid, w.file_uuid)
      )
  ), revised AS (
    UPDATE identity i
    SET face_count = i.face_count + d.face_count, chunk_count = i.chunk_count + d.chunk_count,
      main_file_uuid = (
        SELECT file_uuid
        FROM (
          SELECT n.file_uuid, n.face_count FROM anew n WHERE n.identity_uuid = i.identity_uuid
          UNION ALL
          (${mainAppearance('i', 'a.file_uuid <> ALL (ARRAY(SELECT w.file_uuid FROM w WHERE w.identity_uuid = i.identity_uuid))')})
        ) m
        ${MAIN_FIRST}
      )
    FROM (
      SELECT identity_uuid, sum(face_count) AS face_count, sum(chunk_count) AS chunk_count
      FROM difference
      GROUP BY identity_uuid
    ) d
    WHERE d.identity_uuid = i.identity_uuid
    RETURNING i.identity_uuid, i.revision
  )
  SELECT ${outcome} FROM revised`;

const SUMMARIZE: Statement = {
  name: 'summarize',
  text: summarizing('$1::uuid[], $2::uuid[], $3::integer[], $4::integer[]', 'identity_uuid, revision'),
};

const HOLD_PEOPLE = `
  SELECT FROM identity
  WHERE identity_uuid IN (SELECT identity_uuid FROM appearance WHERE file_uuid = $1)
  ORDER BY identity_uuid
  FOR NO KEY UPDATE`;

const FORGET_CHUNKS = `
  DELETE FROM appearance_chunk k
  USING appearance a
  WHERE a.file_uuid = $1 AND (k.identity_uuid, k.file_uuid) = (a.identity_uuid, a.file_uuid)`;

const SUMMARIZE_CHUNKS = `
  WITH anew AS (
    INSERT INTO appearance_chunk ${appearanceChunks('a.file_uuid = $1')} RETURNING identity_uuid
  ), counted AS (
    SELECT a.identity_uuid, a.chunk_count AS before, count(n.identity_uuid) AS after
    FROM appearance a LEFT JOIN anew n USING (identity_uuid)
    WHERE a.file_uuid = $1
    GROUP BY a.identity_uuid, a.chunk_count
  ), kept AS (
    UPDATE appearance a
    SET chunk_count = c.after
    FROM counted c
    WHERE a.file_uuid = $1 AND a.identity_uuid = c.identity_uuid AND c.after <> c.before
  )
  UPDATE identity i
  SET chunk_count = i.chunk_count + c.after - c.before
  FROM counted c
  WHERE i.identity_uuid = c.identity_uuid AND c.after <> c.before`;

const COUNT: Statement = {
  name: 'count_appearances',
  text: `
  UPDATE identity i
  SET (face_count, chunk_count) = (
    SELECT coalesce(sum(a.face_count), 0), coalesce(sum(a.chunk_count), 0)
    FROM appearance a
    WHERE a.identity_uuid = i.identity_uuid
  ), main_file_uuid = (SELECT file_uuid FROM (${mainAppearance('i')}) m)
  WHERE i.identity_uuid = ANY ($1)
  RETURNING i.identity_uuid, i.revision`,
};
