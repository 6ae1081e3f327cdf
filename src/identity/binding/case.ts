import type { Span, Touched } from '../../catalogue/appearance-summary.js';
import type { Held, Share, Target } from './detections.js';

/** What a change of bindings is about, all of it held until the transaction ends. */
export interface Case {
  owner: Held;
  target: Target;
  shares: Share[];
  /** Who else has some of the detections; the owner of the one that was named comes first. */
  others: string[];
}

/** Who has some of the detections, each once; the owner of the one that was named comes first. */
export function ownersOf({ face }: Target, shares: Share[]): string[] {
  const owners = shares.flatMap(({ identity_uuid }) => identity_uuid ?? []);
  return [...new Set(face?.identity_uuid ? [face.identity_uuid, ...owners] : owners)];
}

/** Those of the detections that a bind moves to the owner. */
export const foreign = ({ owner, shares }: Case): Share[] =>
  shares.filter(({ identity_uuid }) => identity_uuid !== owner.identity_uuid);

/** Those that an unbind takes from the owner. */
export const own = ({ owner, shares }: Case): Share[] =>
  shares.filter(({ identity_uuid }) => identity_uuid === owner.identity_uuid);

/** How many detections they are. */
export const facesOf = (shares: Share[]): number => shares.reduce((sum, { faces }) => sum + faces, 0);

/** Whose summaries change where some of a case's detections change hands: those of all concerned. */
export function touchedBy({ owner, target: { file_uuid }, others }: Case, moved: Share[]): Touched[] {
  if (moved.length === 0) return [];
  const span = spanOf(moved);
  return [owner.identity_uuid, ...others].map((identity_uuid) => ({ file_uuid, identity_uuid, ...span }));
}

/** Where they lie, all of them. */
const spanOf = (shares: Share[]): Span => ({
  start_frame: Math.min(...shares.map(({ start_frame }) => start_frame)),
  end_frame: Math.max(...shares.map(({ end_frame }) => end_frame)),
});
