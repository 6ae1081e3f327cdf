import { nameKey, sortKey } from '../../../dist/src/catalogue/name-key.js';
import { randomFrom } from '../../random.js';
import { between, hexUuid, oneOf, shuffle } from './draw.js';
import { SPOKEN } from './sentences.js';

const RATES = [24, 25, 25, 25, 30, 30000 / 1001];

/** All files of the archive: what is needed to fill each, its seed included. */
export function filesOf(seed, size) {
  const random = randomFrom(seed + 4);
  const chunks = chunkCounts(random, size);
  return Array.from({ length: size.files }, (_, nth) => {
    const fps = oneOf(random, RATES);
    const minutes = 12 + 28 * random();
    return {
      uuid: hexUuid(random),
      seed: between(random, 1, 2 ** 31),
      name: `${oneOf(random, SPOKEN)} ${oneOf(random, SPOKEN)} ${nth + 1}.mp4`,
      fps,
      frames: Math.round(minutes * 60 * fps),
      /** Frames from one that the detector looks at to the next. */
      step: between(random, 3, 6),
      chunks: chunks[nth],
    };
  });
}

/** 75 to 225 chunks a file, 150 on average. */
function chunkCounts(random, { files, chunks }) {
  const average = chunks / files;
  const counts = [];
  while (counts.length < files) {
    const more = between(random, 0, average / 2);
    counts.push(average + more, average - more);
  }
  return shuffle(random, counts);
}

export const FILE_COLUMNS = 'file_uuid, name, sort_key, fps, duration, frame_count, width, height';

export const fileRow = ({ uuid, name, fps, frames }) => [
  ...[uuid, name, sortKey(nameKey(name)), fps],
  ...[Math.round((frames / fps) * 1000) / 1000, frames, 1920, 1080],
];
