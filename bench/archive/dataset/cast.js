import { randomFrom } from '../../random.js';
import { between, shuffle } from './draw.js';
import { detectionsOf, filesOf } from './size.js';

/** Who nobody knows yet. */
export const NOBODY = -1;

/**
 * Who is in which file, and how often: of each file its `[rank, detections]`, nobody's last. In all there are
 * exactly as many detections as the size says.
 */
export function castsOf(seed, size) {
  const random = randomFrom(seed + 3);
  const casts = Array.from({ length: size.files }, () => []);
  let left = size.detections;
  for (let rank = 0; rank < size.identities; rank++) {
    const count = detectionsOf(rank, size);
    left -= count;
    const files = draw(random, size.files, filesOf(rank, count, size, random()));
    dealt(random, count, files.length).forEach((share, nth) => casts[files[nth]].push([rank, share]));
  }
  evenly(left, size.files).forEach((share, nth) => casts[nth].push([NOBODY, share]));
  return casts;
}

/** `count` different numbers below `limit`. */
function draw(random, limit, count) {
  if (count * 4 > limit) return shuffle(random, [...Array(limit).keys()]).slice(0, count);
  const drawn = new Set();
  while (drawn.size < count) drawn.add(between(random, 0, limit - 1));
  return [...drawn];
}

/** Shares of a sum, each a half to one and a half times the average, and at least one. */
function dealt(random, sum, parts) {
  const shares = [];
  for (let left = sum, open = parts; open > 0; open--) {
    const share =
      open === 1
        ? left
        : Math.max(1, Math.min(left - open + 1, Math.round((left / open) * (0.5 + random()))));
    shares.push(share);
    left -= share;
  }
  return shares;
}

const evenly = (sum, parts) =>
  Array.from({ length: parts }, (_, nth) => Math.floor(sum / parts) + (nth < sum % parts ? 1 : 0));
