/** What is drawn by lot. `random` yields numbers from 0 up to 1. */

/** A whole number from `least` to `most`. */
export const between = (random, least, most) => least + Math.floor(random() * (most - least + 1));

export const oneOf = (random, values) => values[Math.floor(random() * values.length)];

/** The same values in another order (Fisher and Yates). */
export function shuffle(random, values) {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [values[last], values[other]] = [values[other], values[last]];
  }
  return values;
}

/** 32 hex digits. */
export const hexUuid = (random) =>
  Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
