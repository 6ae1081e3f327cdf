import type { FaceChanges } from '../../ingest/face/changed-faces.js';
import { FACES } from '../../ingest/face/faces.js';
import { holdFileAndPeople } from '../../ingest/hold.js';
import type { Kind } from '../../ingest/kind.js';
import { REJECTED_IDENTITIES, restoreRejections } from './rejection-stage.js';

/** Detections as an export has them: with the identities that a person has rejected for them. */
export const ARCHIVED_FACES: Kind<FaceChanges> = {
  ...FACES,
  hold: (manager, fileUuid) => holdFileAndPeople(manager, fileUuid, REJECTED_IDENTITIES),
  async merge(manager, fileUuid, complete) {
    const changes = await FACES.merge(manager, fileUuid, complete);
    await restoreRejections(manager, fileUuid);
    return changes;
  },
};
