/** Faces of a frame that a place tells apart. */
export const MAX_FACES = 2 ** 20;

/** A face's place in a face file as one number, which can stand where lines are counted. 0 is no place. */
export const lineOf = (frame: number, index: number): number => frame * MAX_FACES + index + 1;

/** The frame and the index that a line stands for. */
export const placeOf = (line: number): { frame: number; index: number } => ({
  frame: Math.floor((line - 1) / MAX_FACES),
  index: (line - 1) % MAX_FACES,
});

/** A JSON pointer to a frame, or to one of its faces. */
export const pointerOf = (frame: string | number, index?: string | number): string =>
  `#/frames/${tokenOf(frame)}${index === undefined ? '' : `/faces/${index}`}`;

/** Of a name that may be anything, and long. */
const tokenOf = (name: string | number): string =>
  encodeURIComponent(String(name).slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
