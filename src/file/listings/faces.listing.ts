import type { Listing } from '../../common/paging/listing.js';
import { faceBox } from '../../identity/presenters/appearance.presenter.js';
import type { Bound } from '../dto/file-faces.query.js';
import { fileFaceFields } from '../presenters/contents.presenter.js';
import { ofFile } from './of-file.js';

/** What the summaries say is somebody's. */
const BOUND = `
  (SELECT coalesce(sum(a.face_count), 0) FROM appearance a WHERE a.file_uuid = t.file_uuid)`;

/** The condition of some of a file's detections, and how many there are, without counting them. */
const PARTS: Record<Bound | 'all', Pick<Listing, 'where' | 'total'>> = {
  all: { where: 'true', total: 't.face_count' },
  true: { where: 'd.identity_uuid IS NOT NULL', total: BOUND },
  // To the letter what the partial index face_detection_unbound has.
  false: { where: 'd.identity_uuid IS NULL', total: `t.face_count - ${BOUND}` },
};

/** The detections of a file: all of them, or those that are somebody's or nobody's. */
export function facesListing(fileUuid: string, bound: Bound | 'all' = 'all'): Listing {
  const { where, total } = PARTS[bound];
  return {
    name: `file_faces:${bound}`,
    ...ofFile(fileUuid),
    total,
    from: 'face_detection d',
    where: `d.file_uuid = t.file_uuid AND ${where}`,
    order: [
      { sql: 'd.frame_number', type: 'integer' },
      { sql: 'd.face_id', type: 'text' },
    ],
    picked: 'd.*',
    as: 'd',
    joins: faceBox,
    fields: fileFaceFields,
  };
}
