import { fileLock, identityLock, type Lock } from '../../database/lock.js';
import type { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import type { BindingDto } from '../dto/binding.dto.js';

/** What a change of bindings locks, as far as its request tells. */
export const locksOf = (uuid: string, { file_uuid }: BindingDto): Lock[] => [
  fileLock(file_uuid),
  identityLock(uuid),
];

/** The identities that have some of the detections, which it locks, too. */
export async function ownerLocks(
  reader: Reader,
  { file_uuid, face_id, trace_id }: BindingDto,
): Promise<Lock[]> {
  const values = [file_uuid, face_id ?? null, trace_id ?? null];
  const owners = await reader.rows<{ identity_uuid: string }>(OWNERS, values);
  return owners.map(({ identity_uuid }) => identityLock(identity_uuid));
}

const OWNERS: Statement = {
  name: 'owners_of_binding',
  text: `
    WITH named AS (
      SELECT trace_id, identity_uuid FROM face_detection WHERE file_uuid = $1 AND face_id = $2
    )
    SELECT identity_uuid FROM named WHERE identity_uuid IS NOT NULL
    UNION
    SELECT identity_uuid FROM face_detection
    WHERE file_uuid = $1 AND trace_id = coalesce($3, (SELECT trace_id FROM named)) AND identity_uuid IS NOT NULL`,
};
