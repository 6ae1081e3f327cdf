import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FILM } from './film.js';
import { ndjson, traced } from './formats.js';
import { writeFilm } from './write-film.js';

/** Writes a made-up film as the pipeline would, or as rows for HTTP. */
const USAGE = `Usage: node bench/ingest/generate.js [options] FOLDER

  --frames N      ${FILM.frames}
  --faces N       of a frame, on average: ${FILM.faces}
  --dimension N   values of an embedding, 0 for none: ${FILM.dimension}
  --traces N      about so many: ${FILM.traces}
  --size MB       about so large, instead of --frames and --traces
  --seed N        ${FILM.seed}
  --ndjson        as rows for POST /api/v1/file/{file_uuid}/faces
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...Object.fromEntries(
      ['frames', 'faces', 'dimension', 'traces', 'size', 'seed'].map((name) => [name, { type: 'string' }]),
    ),
    ndjson: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (!folder) {
  process.stderr.write(USAGE);
  process.exit(2);
}

const { ndjson: asRows, size, help: _help, ...given } = values;
const numbers = Object.entries(given).map(([name, value]) => [name, Number(value)]);
const film = sized({ ...FILM, ...Object.fromEntries(numbers) }, size);
const [form, name] = asRows ? [ndjson, 'faces.ndjson'] : [traced, 'face_traced.json'];
const path = join(folder, `${film.file_uuid}.${name}`);
const count = await writeFilm(film, [[form, path]]);
process.stdout.write(`${path}: ${count} faces\n`);

/** So long that it takes about so many megabytes; the traces stay as long as they are. */
function sized(whole, megabytes) {
  if (megabytes === undefined) return whole;
  const bytesOfFace = 180 + 22 * whole.dimension;
  const frames = Math.ceil((Number(megabytes) * 1e6) / (20 + whole.faces * bytesOfFace));
  return { ...whole, frames, traces: Math.ceil((whole.traces * frames) / whole.frames) };
}
