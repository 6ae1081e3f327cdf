/** Two boxes of one frame are the same face where they overlap by this much: intersection over union. */
const SAME_FACE = 0.5;

/** The area that the boxes of two rows (x, y, width, height) share, in square pixels. */
export const sharedArea = (one: string, other: string): string => `
  greatest(0, least(${one}.x + ${one}.width, ${other}.x + ${other}.width) - greatest(${one}.x, ${other}.x))
  * greatest(0, least(${one}.y + ${one}.height, ${other}.y + ${other}.height) - greatest(${one}.y, ${other}.y))`;

/** The area that the boxes of two rows cover together. `shared`: the area that they share. */
export const coveredArea = (one: string, other: string, shared: string): string =>
  `(${one}.width * ${one}.height + ${other}.width * ${other}.height - ${shared})`;

/** Whether the boxes of two rows of one frame are the same face. */
export const isSameFace = (one: string, other: string, shared = `(${sharedArea(one, other)})`): string =>
  `${shared} >= ${SAME_FACE} * ${coveredArea(one, other, shared)}`;
