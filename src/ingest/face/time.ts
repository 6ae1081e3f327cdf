/** The seconds of a frame, to the microsecond, as PostgreSQL computes them: it rounds halves to the even side. */
export function secondsOf(frame: number, fps: number): number {
  const microseconds = (frame / fps) * 1e6;
  const rounded = Math.round(microseconds);
  const isHalf = Math.abs(microseconds % 1) === 0.5;
  return (isHalf && rounded % 2 !== 0 ? rounded - 1 : rounded) / 1e6;
}

/** The same in SQL, of an incoming face `i` of the file `f` that doesn't say its own. */
export const SECONDS = 'coalesce(i."time", round(i.frame_number / f.fps * 1e6) / 1e6)';
