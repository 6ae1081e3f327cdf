import type { Listing } from '../../common/paging/listing.js';
import { appearanceFields, chunkFields, faceBox, faceFields } from '../presenters/appearance.presenter.js';
import { ofIdentity } from './of-identity.js';

/** The condition that `column` is the file asked for ($2), where one is. */
const inFile = (column: string, fileUuid?: string): string => (fileUuid ? `${column} = $2` : 'true');
const scope = (fileUuid?: string): string => (fileUuid ? 'in_file' : 'all');
const parametersOf = (identityUuid: string, fileUuid?: string): unknown[] =>
  fileUuid ? [identityUuid, fileUuid] : [identityUuid];

/** The files in which an identity appears, with the summary of each. */
export function filesListing(identityUuid: string): Listing {
  return {
    name: 'files',
    ...ofIdentity(identityUuid),
    total: 'SELECT count(*) FROM appearance a WHERE a.identity_uuid = t.identity_uuid',
    from: 'appearance a',
    where: 'a.identity_uuid = t.identity_uuid',
    order: [{ sql: 'a.file_uuid', type: 'uuid' }],
    picked: 'a.*',
    as: 'a',
    joins: 'JOIN file f USING (file_uuid)',
    fields: appearanceFields,
    parameters: [identityUuid],
  };
}

/** What the summaries count of an identity: in the file asked for, where one is, else in all. */
const counted = (count: 'face_count' | 'chunk_count', fileUuid?: string): string =>
  fileUuid
    ? `coalesce((
        SELECT a.${count} FROM appearance a WHERE a.identity_uuid = t.identity_uuid AND a.file_uuid = $2
      ), 0)`
    : `t.${count}`;

/** The detections bound to an identity. */
export function facesListing(identityUuid: string, fileUuid?: string): Listing {
  return {
    name: `faces:${scope(fileUuid)}`,
    ...ofIdentity(identityUuid),
    total: counted('face_count', fileUuid),
    from: 'face_detection d',
    where: `d.identity_uuid = t.identity_uuid AND ${inFile('d.file_uuid', fileUuid)}`,
    order: [
      { sql: 'd.file_uuid', type: 'uuid' },
      { sql: 'd.frame_number', type: 'integer' },
      { sql: 'd.face_id', type: 'text' },
    ],
    picked: 'd.*',
    as: 'd',
    joins: faceBox,
    fields: faceFields,
    parameters: parametersOf(identityUuid, fileUuid),
  };
}

/** The chunks in which an identity is on screen. */
export function chunksListing(identityUuid: string, fileUuid?: string): Listing {
  return {
    name: `chunks:${scope(fileUuid)}`,
    ...ofIdentity(identityUuid),
    total: counted('chunk_count', fileUuid),
    from: 'appearance_chunk k',
    where: `k.identity_uuid = t.identity_uuid AND ${inFile('k.file_uuid', fileUuid)}`,
    order: [
      { sql: 'k.file_uuid', type: 'uuid' },
      { sql: 'k.start_frame', type: 'integer' },
      { sql: 'k.id', type: 'integer' },
    ],
    picked: 'k.id',
    as: 'k',
    joins: 'JOIN chunk c USING (id)',
    fields: chunkFields,
    parameters: parametersOf(identityUuid, fileUuid),
  };
}
