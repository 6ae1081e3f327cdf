import { CHARADE } from './charade.scenes.js';
import { shootFilm, type ShotFilm } from './film.js';
import { PENNY_SERENADE } from './penny-serenade.scenes.js';
import { PEOPLE } from './people.js';
import type { DemoCatalogue, DemoChunk } from './rows.js';
import { TRAILER } from './trailer.scenes.js';

const FILMS = [CHARADE, TRAILER, PENNY_SERENADE];

/** The sentence that is the example of the API's reference, where its id is 0. */
const EXAMPLE_CHUNK_ID = `${CHARADE.file.file_uuid}_2`;

/** Everything the demo knows: the same rows at every call. */
export function buildDemo(): DemoCatalogue {
  const shot = FILMS.map(shootFilm);
  return {
    people: Object.values(PEOPLE),
    files: FILMS.map((film) => film.file),
    detections: shot.flatMap((film) => film.detections),
    chunks: numberChunks(shot.flatMap((film) => film.chunks)),
  };
}

function numberChunks(chunks: ShotFilm['chunks']): DemoChunk[] {
  let last = 0;
  return chunks.map((chunk) => ({ id: chunk.chunk_id === EXAMPLE_CHUNK_ID ? 0 : ++last, ...chunk }));
}
