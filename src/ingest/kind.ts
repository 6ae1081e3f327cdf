import type { EntityManager } from 'typeorm';
import type { ChangeKind, FormerBindings } from '../change/change.js';
import type { RefusedRow } from './refusals.js';
import type { Stage } from './stage.js';

/** What rows came to, of whatever kind. */
export interface Changes {
  inserted: number;
  updated: number;
  deleted: number;
  /** Whose faces they concern; nobody's where they are no faces. */
  identity_uuids?: string[];
  /** What was bound otherwise before, if anything was. */
  bindings?: FormerBindings[] | null;
}

/** A kind of rows that a file has: detections, chunks. */
export interface Kind<Changed extends Changes> {
  /** What it is called that they came in. */
  change: ChangeKind;
  /** Where they wait until they are compared with those that are there. */
  stage(fileUuid: string): Stage;
  /** Holds everything that the other two read and change. */
  hold(manager: EntityManager, fileUuid: string): Promise<void>;
  /** Takes rows out of their stage that only the others, the file or the catalogue show to be unfit. */
  refuse(manager: EntityManager, fileUuid: string): Promise<RefusedRow[][]>;
  /** Makes the file's rows what the staged ones say; `complete`: they are all that it has. */
  merge(manager: EntityManager, fileUuid: string, complete: boolean): Promise<Changed>;
}
