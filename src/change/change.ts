/** The kinds of change, by what has happened. */
export const CHANGE_KINDS = [
  'identity_created',
  'identity_updated',
  'identity_deleted',
  'profile_image_replaced',
  'faces_bound',
  'faces_unbound',
  'file_created',
  'file_updated',
  'file_deleted',
  'faces_ingested',
  'chunks_ingested',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * Detections of one file that were bound alike until a change, each with its confidence where a matcher had
 * given one.
 */
export interface FormerBindings {
  /** 32 hex digits. */
  file_uuid: string;
  /** 32 hex digits; null: nobody's. */
  identity_uuid: string | null;
  provenance: string | null;
  face_ids: string[];
  binding_confidences: (number | null)[] | null;
}

/** A change to be written down. Its transaction holds whom and what it concerns. */
export interface NewChange {
  kind: ChangeKind;
  /** Whom it concerns. */
  identity_uuids?: string[];
  /** What it is about, or in which bindings changed. */
  file_uuid?: string;
  /** What was replaced or removed. */
  before?: object | null;
  /** What took its place. */
  after?: object | null;
  bindings?: FormerBindings[] | null;
}
