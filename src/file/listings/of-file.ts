import { fileNotFound } from '../../common/errors/problems.js';
import type { Listing } from '../../common/paging/listing.js';

/** The subject of a listing that belongs to a file: the file that $1 names, with its counts. */
export const ofFile = (uuid: string): Pick<Listing, 'subject' | 'missing' | 'parameters'> => ({
  subject:
    'SELECT f.file_uuid, f.face_count, f.trace_count, f.chunk_count FROM file f WHERE f.file_uuid = $1',
  missing: () => fileNotFound(uuid),
  parameters: [uuid],
});
