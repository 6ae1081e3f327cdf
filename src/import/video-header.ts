import type { EntityManager } from 'typeorm';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import type { FileHeader } from './pipeline/file-header.js';
import { UnreadFile } from './unread.js';

/**
 * Makes a video known, or learns what its file says of it; a name it gets from people: until then it is its uuid.
 * Returns whether it is a new one.
 */
export async function keepHeader(
  manager: EntityManager,
  fileUuid: string,
  header: FileHeader,
): Promise<boolean> {
  const { fps = null, frame_count = null, width = null, height = null } = header;
  const values = [fileUuid, fileUuid, sortKey(nameKey(fileUuid)), fps, frame_count, width, height];
  const [kept] = await manager.query<{ is_new: boolean }[]>(KEEP, values);
  return kept?.is_new ?? false;
}

const KEEP = `
  INSERT INTO file AS f (file_uuid, name, sort_key, fps, frame_count, width, height)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (file_uuid) DO UPDATE
  SET fps = coalesce(excluded.fps, f.fps),
    frame_count = coalesce(excluded.frame_count, f.frame_count),
    width = coalesce(excluded.width, f.width),
    height = coalesce(excluded.height, f.height),
    updated_at = now()
  WHERE (f.fps, f.frame_count, f.width, f.height) IS DISTINCT FROM (
    coalesce(excluded.fps, f.fps), coalesce(excluded.frame_count, f.frame_count),
    coalesce(excluded.width, f.width), coalesce(excluded.height, f.height)
  )
  RETURNING xmax = 0 AS is_new`;

/** Frames per second of a video: those given, else those known. Throws where nobody knows them. */
export async function requireFps(manager: EntityManager, fileUuid: string, given?: number): Promise<number> {
  const fps = given ?? (await knownFps(manager, fileUuid));
  if (fps === undefined) throw new UnreadFile(NO_FPS);
  return fps;
}

const NO_FPS = 'the frame rate of its video is unknown: import its face file first, or give --fps';

export async function knownFps(manager: EntityManager, fileUuid: string): Promise<number | undefined> {
  const [file] = await manager.query<{ fps: number | null }[]>(FPS, [fileUuid]);
  return file?.fps ?? undefined;
}

const FPS = 'SELECT fps FROM file WHERE file_uuid = $1';
