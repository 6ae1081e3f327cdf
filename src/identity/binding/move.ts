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

/** Binds the detections of each case to its owner. All of them are told by the same column, each in another file. */
export const bindAll = (manager: EntityManager, column: Column, cases: Due[]): Promise<Moved[]> =>
  moveAll(manager, column, cases, give, foreign);

/** Makes the owner's detections of each case nobody's. */
export const unbindAll = (manager: EntityManager, column: Column, cases: Due[]): Promise<Moved[]> =>
  moveAll(manager, column, cases, take, own);

async function moveAll(
  manager: EntityManager,
  column: Column,
  cases: Due[],
  change: typeof give,
  movedOf: (one: Case) => Share[],
): Promise<Moved[]> {
  const moves = cases.map(({ target, owner, origin }) => ({ target, owner: owner.identity_uuid, origin }));
  await change(manager, column, moves);
  const touched = cases.flatMap((one) => touchedBy(one, movedOf(one)));
  const revisions = touched.length > 0 ? await summarizeTouched(manager, touched) : new Map<string, string>();
  return cases.map((one) => {
    const { identity_uuid, revision } = one.owner;
    const faces = facesOf(movedOf(one));
    return {
      faces,
      revision: revisions.get(identity_uuid) ?? revision,
      changed: faces > 0 ? [identity_uuid, ...one.others] : [],
    };
  });
}
