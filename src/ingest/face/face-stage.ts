import type { Stage } from '../stage.js';
import { FACE_COLUMNS, type FaceRow, faultsOfFace, toColumns } from './face-row.js';

/** Where detections of a file wait until they are compared with those that are there. */
export const faceStage = (fileUuid: string): Stage => ({
  sql: CREATE,
  table: 'incoming_face',
  columns: FACE_COLUMNS,
  take(line, value) {
    const faults = faultsOfFace(value, fileUuid);
    if (faults.length > 0) return { faults };
    const columns = toColumns(line, value as FaceRow);
    return 'pointer' in columns ? { faults: [columns] } : columns;
  },
});

/** `rejects`: filled by the import of an export, with the identities that a person has rejected for the detection. */
const CREATE = `
  CREATE TEMP TABLE incoming_face (
    line bigint NOT NULL,
    face_id text COLLATE "C" NOT NULL,
    frame_number integer NOT NULL,
    "time" double precision,
    confidence double precision NOT NULL,
    trace_id integer,
    says_trace boolean NOT NULL,
    x double precision NOT NULL,
    y double precision NOT NULL,
    width double precision NOT NULL,
    height double precision NOT NULL,
    model text,
    vector bytea,
    identity_uuid uuid,
    provenance text,
    binding_confidence double precision,
    rejects uuid[]
  );
  ALTER TABLE incoming_face ALTER vector SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160)`;
