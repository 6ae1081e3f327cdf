import { isContradicted } from '../../rejection/rejected.js';
import type { Check } from '../check.js';
import { comparing } from '../comparing.js';
import { inFile } from '../hold.js';

/**
 * A bind by a person lifts the rejections of the identity at that place. Only a rejection of exactly the box of a bound
 * detection counts: near another face of the same frame, which is not the identity's, a rejection is in order, also
 * after the detector has dropped that face.
 */
const CONTRADICTED = `
  ${isContradicted('r')}
  AND EXISTS (
    SELECT FROM face_detection e
    WHERE (e.file_uuid, e.frame_number) = (r.file_uuid, r.frame_number)
      AND (e.x, e.y, e.width, e.height) = (r.x, r.y, r.width, r.height)
  )`;

/** Nothing is rejected for a detection that a person has bound to the same identity. */
export const REJECTIONS: Check = {
  name: 'rejections',
  unit: 'rejections',
  remedy: '--fix lifts those that a bind by a person contradicts',
  find: comparing(
    'rejection',
    `INSERT INTO difference (identity_uuid, file_uuid, fault)
    SELECT r.identity_uuid, r.file_uuid, 'is rejected in frame ' || r.frame_number || ', and bound there by a person'
    FROM rejection r
    WHERE ${CONTRADICTED}
    ORDER BY r.file_uuid, r.frame_number`,
  ),
  async mend(tools) {
    for await (const files of tools.differences.files()) {
      for (const { file_uuid } of files) {
        tools.signal.throwIfAborted();
        await inFile(tools, file_uuid, async (manager) => {
          await manager.query(LIFT, [file_uuid]);
        });
      }
    }
  },
};

const LIFT = `DELETE FROM rejection r WHERE r.file_uuid = $1 AND ${CONTRADICTED}`;
