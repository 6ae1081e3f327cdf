import { toColumns, faultsOfFace } from '../../ingest/face/face-row.js';
import { faceStage } from '../../ingest/face/face-stage.js';
import type { Stage } from '../../ingest/stage.js';
import type { FaceFileSummary } from './face-file.js';
import { placeOf } from './face-place.js';
import { noteUnknown, toFaceRow } from './pipeline-face.js';

/** The stage of faces as a face file has them. */
export const faceFileStage = (fileUuid: string, { header, unknown }: FaceFileSummary): Stage => ({
  ...faceStage(fileUuid),
  take(line, value) {
    if (typeof value !== 'object' || value === null) {
      return { faults: [{ pointer: '#', detail: 'must be an object' }] };
    }
    const { frame, index } = placeOf(line);
    noteUnknown(value, unknown);
    // The embedding is judged when it is packed; as a Float32Array it is no array of JSON's.
    const { embedding, ...row } = toFaceRow(frame, index, value, header.model);
    const faults = faultsOfFace(row, fileUuid);
    if (faults.length > 0) return { faults };
    const columns = toColumns(line, { ...row, embedding });
    return 'pointer' in columns ? { faults: [columns] } : columns;
  },
});
