import type { EntityManager } from 'typeorm';
import { summarizeTouched } from '../../catalogue/appearance-summary.js';
import type { Origin } from '../../change/origin.js';
import { type Case, facesOf, foreign, own, touchedBy } from './case.js';
import { give, take } from './change-owner.js';
import type { Column, Share } from './detections.js';

/** A case, and for whom it is changed. */
export interface Due extends Case {
  origin: Origin;
}

/** What came of a case. */
export interface Moved {
  /** How many detections changed hands. */
  faces: number;
  /** The owner's, after it. */
  revision: string;
  /** Whose identity files say something else now. */
  changed: string[];
}

/** Binds the detections of a case, told by a column, to its owner. */
export const bindDetections = (manager: EntityManager, column: Column, due: Due): Promise<Moved> =>
  move(manager, column, due, give, foreign(due));

/** Makes the owner's detections of a case nobody's. */
export const unbindDetections = (manager: EntityManager, column: Column, due: Due): Promise<Moved> =>
  move(manager, column, due, take, own(due));

async function move(
  manager: EntityManager,
  column: Column,
  due: Due,
  change: typeof give,
  moved: Share[],
): Promise<Moved> {
  const { target, owner, others, origin } = due;
  const { identity_uuid, revision } = owner;
  await change(manager, column, { target, owner: identity_uuid, origin });
  const touched = touchedBy(due, moved);
  const revisions = touched.length > 0 ? await summarizeTouched(manager, touched) : undefined;
  return {
    faces: facesOf(moved),
    revision: revisions?.get(identity_uuid) ?? revision,
    changed: moved.length > 0 ? [identity_uuid, ...others] : [],
  };
}
