import type { EntityManager } from 'typeorm';
import type { RefusedRow } from '../refusals.js';
import { refuseRows, repeated } from '../refuse-rows.js';
import { frameAt } from './frame-at.js';

/** Takes those rows out of incoming_chunk that only the others or the file show to be unfit, and says which. */
export async function refuseUnfitChunks(manager: EntityManager, fileUuid: string): Promise<RefusedRow[][]> {
  return [
    await manager.query<RefusedRow[]>(repeated('incoming_chunk', 'chunk_id')),
    await manager.query<RefusedRow[]>(UNFIT, [fileUuid]),
  ];
}

const UNFIT = refuseRows(
  'incoming_chunk',
  `SELECT i.ctid AS row_id, '#/fps' AS pointer,
    CASE
      WHEN coalesce(i.fps, f.fps) IS NULL THEN 'is missing, and that of the file is not known'
      WHEN n.end_frame < n.start_frame THEN 'leads to an end_frame before start_frame'
      WHEN greatest(n.start_frame, n.end_frame) > 2147483647 THEN 'leads to a frame out of range'
    END AS detail
  FROM incoming_chunk i
  JOIN file f ON f.file_uuid = $1
  CROSS JOIN LATERAL (
    SELECT coalesce(i.start_frame, ${frameAt('i.start_time')}) AS start_frame,
      coalesce(i.end_frame, ${frameAt('i.end_time')}) AS end_frame
  ) n`,
);
