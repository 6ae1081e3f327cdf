import type { EntityManager } from 'typeorm';
import { summarizeChunks } from '../../catalogue/appearance-summary.js';
import { summarizeFile } from '../../catalogue/file-summary.js';
import type { Changes } from '../kind.js';
import { frameAt } from './frame-at.js';

/**
 * Makes the file's chunks what the table incoming_chunk says. `complete`: the incoming ones are all that the
 * file has of their types (of any, where there are none). The transaction holds the file.
 */
export async function mergeChunks(
  manager: EntityManager,
  fileUuid: string,
  complete: boolean,
): Promise<Changes> {
  const [{ deleted }] = await manager.query<[{ deleted: number }]>(DELETE, [fileUuid, complete]);
  const [{ updated }] = await manager.query<[{ updated: number }]>(UPDATE, [fileUuid]);
  await manager.query(MAKE_ROOM);
  const [{ inserted }] = await manager.query<[{ inserted: number }]>(INSERT, [fileUuid]);
  if (inserted + deleted > 0) await summarizeFile(manager, fileUuid, []);
  if (inserted + updated + deleted > 0) await summarizeChunks(manager, fileUuid);
  return { inserted, updated, deleted };
}

const COLUMNS = `
  chunk_type, start_frame, end_frame, fps, start_time, end_time, text_content, speaker, text`;

/** The incoming chunks `n` with what they leave to the file. */
const COMPLETED = `
  SELECT i.line, i.id, i.chunk_id, i.chunk_type, i.start_time, i.end_time, i.text_content, i.speaker, i.text,
    coalesce(i.fps, f.fps) AS fps,
    coalesce(i.start_frame, ${frameAt('i.start_time')})::integer AS start_frame,
    coalesce(i.end_frame, ${frameAt('i.end_time')})::integer AS end_frame
  FROM incoming_chunk i JOIN file f ON f.file_uuid = $1`;

const DELETE = `
  WITH gone AS (
    DELETE FROM chunk c
    WHERE c.file_uuid = $1 AND $2
      AND (c.chunk_type IN (SELECT chunk_type FROM incoming_chunk) OR NOT EXISTS (SELECT FROM incoming_chunk))
      AND NOT EXISTS (SELECT FROM incoming_chunk i WHERE i.chunk_id = c.chunk_id)
    RETURNING 1
  )
  SELECT count(*)::integer AS deleted FROM gone`;

const UPDATE = `
  WITH changed AS (
    UPDATE chunk c
    SET (${COLUMNS}) = (
      n.chunk_type, n.start_frame, n.end_frame, n.fps, n.start_time, n.end_time, n.text_content, n.speaker, n.text
    )
    FROM (${COMPLETED}) n
    WHERE c.file_uuid = $1 AND c.chunk_id = n.chunk_id
      AND (${COLUMNS.replace(/\w+/g, 'c.$&')}) IS DISTINCT FROM (${COLUMNS.replace(/\w+/g, 'n.$&')})
    RETURNING 1
  )
  SELECT count(*)::integer AS updated FROM changed`;

/** Numbers that an export brings back are kept where they are free, and leave room for those to come. */
const HIGHEST_NUMBER = 2 ** 30;

const INSERT = `
  WITH added AS (
    INSERT INTO chunk (id, file_uuid, chunk_id, ${COLUMNS})
    SELECT
      CASE WHEN n.id BETWEEN 0 AND ${HIGHEST_NUMBER} AND NOT EXISTS (SELECT FROM chunk c WHERE c.id = n.id)
          AND row_number() OVER (PARTITION BY n.id ORDER BY n.line) = 1
        THEN n.id ELSE nextval(pg_get_serial_sequence('chunk', 'id')) END,
      $1, n.chunk_id, ${COLUMNS.replace(/\w+/g, 'n.$&')}
    FROM (${COMPLETED}) n
    WHERE NOT EXISTS (SELECT FROM chunk c WHERE c.chunk_id = n.chunk_id)
    ORDER BY n.line
    RETURNING 1
  )
  SELECT count(*)::integer AS inserted FROM added`;

/** Behind the highest number, of those that are there and of those that come. */
const MAKE_ROOM = `
  SELECT setval('chunk_id_seq', highest)
  FROM chunk_id_seq, (
    SELECT max(id) AS highest
    FROM (SELECT id FROM chunk UNION ALL SELECT id FROM incoming_chunk WHERE id <= ${HIGHEST_NUMBER}) numbers
  ) h
  WHERE highest > last_value`;
