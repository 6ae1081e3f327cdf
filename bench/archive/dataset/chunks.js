import { textContent } from '../../../dist/src/catalogue/text-content.js';
import { randomFrom } from '../../random.js';
import { between } from './draw.js';
import { sentence } from './sentences.js';

export const CHUNK_COLUMNS =
  'file_uuid, chunk_id, chunk_type, start_frame, end_frame, fps, start_time, end_time, text_content, speaker, text';

/** One in so many is minutes long, … */
const LONG = 150;
/** … and of one file in so many the first one is as long as the film. */
const WHOLE = 50;

/** The rows of `chunk` of a file (CHUNK_COLUMNS), in the order of their times. */
export function* chunkRows(file) {
  const random = randomFrom(file.seed + 1);
  const duration = file.frames / file.fps;
  for (let nth = 0; nth < file.chunks; nth++) {
    const isWhole = nth === 0 && random() < 1 / WHOLE;
    const start = isWhole ? 0 : ((nth + random() / 2) / file.chunks) * (duration - 6);
    const length = isWhole ? duration : random() < 1 / LONG ? between(random, 60, 600) : 2 + 4 * random();
    yield rowOf(file, nth, start, Math.min(start + length, duration), random);
  }
}

function rowOf({ uuid, fps }, nth, start, end, random) {
  const [start_time, end_time] = [start, end].map((seconds) => Math.round(seconds * 100) / 100);
  const speaker = random() < 0.8 ? `SPEAKER_${between(random, 0, 7)}` : null;
  const text = sentence(random, Math.round(end - start));
  return [
    ...[uuid, `${uuid}_${nth}`, 'sentence'],
    ...[Math.floor(start_time * fps), Math.floor(end_time * fps), fps, start_time, end_time],
    ...[textContent({ start_time, end_time, speaker, text }), speaker ?? '\\N', text],
  ];
}
