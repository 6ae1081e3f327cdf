import type { EntityManager } from 'typeorm';
import { nameKey, sortKey } from '../../catalogue/name-key.js';
import { type FieldFault, Problem } from '../../common/errors/problem.js';
import { toHex, UUID_FAULT, UUID_PATTERN } from '../../common/uuid.js';
import { strict } from '../../common/validation/pipes.js';
import { isTime } from '../times.js';
import { FileDto } from '../../file/dto/file.dto.js';

/** A file as an export has it. */
export interface ArchivedFile extends FileDto {
  file_uuid: string;
  name: string;
  /** RFC 3339. */
  created_at: string | null;
  updated_at: string | null;
}

/** Judges a file as it was read; what is wrong with it is returned instead. */
export async function toArchivedFile(
  record: Record<string, unknown>,
): Promise<ArchivedFile | { faults: FieldFault[] }> {
  const { type: _type, file_uuid, created_at, updated_at, ...fields } = record;
  if (typeof file_uuid !== 'string' || !UUID_PATTERN.test(file_uuid)) {
    return { faults: [{ pointer: '#/file_uuid', detail: UUID_FAULT }] };
  }
  const faults = [created_at, updated_at]
    .filter((time) => time !== null && !isTime(time))
    .map(() => ({ pointer: '#/created_at', detail: 'must be a time as RFC 3339 has it' }));
  if (fields.name === undefined) faults.push({ pointer: '#/name', detail: 'is missing' });
  if (faults.length > 0) return { faults };
  try {
    const file = (await strict.transform(fields, { type: 'body', metatype: FileDto })) as ArchivedFile;
    return { ...file, file_uuid: toHex(file_uuid), created_at, updated_at } as ArchivedFile;
  } catch (error) {
    if (error instanceof Problem) return { faults: error.extras.errors ?? [] };
    throw error;
  }
}

/** Makes the file what the export says, unless it was changed here since. */
export async function restoreFile(manager: EntityManager, file: ArchivedFile): Promise<void> {
  const {
    file_uuid,
    name,
    fps = null,
    duration = null,
    frame_count = null,
    width = null,
    height = null,
  } = file;
  const key = sortKey(nameKey(name));
  const own = [name, key, fps, duration, frame_count, width, height];
  await manager.query(RESTORE, [file_uuid, ...own, file.created_at, file.updated_at]);
}

const OWN = 'name, sort_key, fps, duration, frame_count, width, height, created_at, updated_at';

const RESTORE = `
  INSERT INTO file AS f (file_uuid, ${OWN})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9::timestamptz, now()), $10::timestamptz)
  ON CONFLICT (file_uuid) DO UPDATE
  SET (${OWN}) = (${OWN.replace(/\w+/g, 'excluded.$&')})
  WHERE coalesce(f.updated_at, '-infinity') <= coalesce(excluded.updated_at, '-infinity')
    AND (${OWN.replace(/\w+/g, 'f.$&')}) IS DISTINCT FROM (${OWN.replace(/\w+/g, 'excluded.$&')})`;
