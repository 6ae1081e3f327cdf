import type { Listing } from '../../common/paging/listing.js';
import { appearanceFields, chunkFields, faceFields } from '../presenters/appearance.presenter.js';
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
    fields: appearanceFields,
    from: 'appearance a JOIN file f USING (file_uuid)',
    where: 'a.identity_uuid = t.identity_uuid',
    order: [{ sql: 'a.file_uuid', type: 'uuid' }],
    parameters: [identityUuid],
  };
}

/** The detections bound to an identity; their total is what the summaries say. */
export function facesListing(identityUuid: string, fileUuid?: string): Listing {
  return {
    name: `faces:${scope(fileUuid)}`,
    ...ofIdentity(identityUuid),
    total: `SELECT coalesce(sum(a.face_count), 0) FROM appearance a
      WHERE a.identity_uuid = t.identity_uuid AND ${inFile('a.file_uuid', fileUuid)}`,
    fields: faceFields,
    from: 'face_detection d',
    where: `d.identity_uuid = t.identity_uuid AND ${inFile('d.file_uuid', fileUuid)}`,
    order: [
      { sql: 'd.file_uuid', type: 'uuid' },
      { sql: 'd.frame_number', type: 'integer' },
      { sql: 'd.face_id', type: 'text' },
    ],
    parameters: parametersOf(identityUuid, fileUuid),
  };
}

/**
 * The chunks in which an identity is on screen. The summary's first and last frame rule most chunks of a
 * file out; one probe of the detections decides each of the others.
 */
export function chunksListing(identityUuid: string, fileUuid?: string): Listing {
  const from = 'appearance a JOIN chunk c USING (file_uuid)';
  const where = `a.identity_uuid = t.identity_uuid AND ${inFile('a.file_uuid', fileUuid)}
    AND c.start_frame <= a.end_frame AND c.end_frame >= a.start_frame
    AND EXISTS (
      SELECT FROM face_detection d
      WHERE d.identity_uuid = t.identity_uuid AND d.file_uuid = c.file_uuid
        AND d.frame_number BETWEEN c.start_frame AND c.end_frame
    )`;
  return {
    name: `chunks:${scope(fileUuid)}`,
    ...ofIdentity(identityUuid),
    total: `SELECT count(*) FROM ${from} WHERE ${where}`,
    fields: chunkFields,
    from,
    where,
    order: [
      { sql: 'c.file_uuid', type: 'uuid' },
      { sql: 'c.start_frame', type: 'integer' },
      { sql: 'c.id', type: 'integer' },
    ],
    parameters: parametersOf(identityUuid, fileUuid),
  };
}
