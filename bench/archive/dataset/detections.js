import { secondsOf } from '../../../dist/src/ingest/face/time.js';
import { randomFrom } from '../../random.js';
import { NOBODY } from './cast.js';
import { between } from './draw.js';

/** Detections of a trace, at the least and at the most: 30 on average. */
const TRACE = [24, 36];

export const DETECTION_COLUMNS =
  'file_uuid, face_id, frame_number, "time", confidence, trace_id, x, y, width, height, identity_uuid, provenance, binding_confidence';

/** The rows of `face_detection` of a file (DETECTION_COLUMNS), frame by frame. `uuids`: of people, by rank. */
export function* detectionRows(file, cast, uuids) {
  const random = randomFrom(file.seed);
  let [frame, index] = [-1, 0];
  for (const face of facesOf(file, cast, random)) {
    index = face.frame === frame ? index + 1 : 0;
    ({ frame } = face);
    yield rowOf(file, face, index, uuids);
  }
}

function facesOf(file, cast, random) {
  const faces = [];
  let traces = 0;
  for (const [rank, count] of cast) {
    for (let left = count; left > 0;) {
      const length = lengthOf(left, random);
      const isTraced = rank !== NOBODY || random() < 0.8;
      const trace = traceOf(file, rank, isTraced ? traces++ : '\\N', length, random);
      for (let nth = 0; nth < length; nth++) faces.push(faceOf(trace, nth, random));
      left -= length;
    }
  }
  return faces.sort((a, b) => a.frame - b.frame);
}

/** Whoever is seldom seen is seen shortly. */
function lengthOf(left, random) {
  if (left >= TRACE[1]) return between(random, ...TRACE);
  return left <= 6 ? left : between(random, Math.ceil(left / 2), left);
}

function traceOf({ frames, step }, rank, id, length, random) {
  const looks = Math.floor(frames / step);
  const side = Math.round(1080 * (0.08 + 0.3 * random()));
  return {
    id,
    rank,
    step,
    start: between(random, 0, looks - length - 1) * step,
    side,
    x: between(random, 0, 1920 - side - 40),
    y: between(random, 0, 1080 - Math.ceil(1.25 * side)),
    confidence: 0.6 + 0.35 * random(),
    binding: bindingOf(rank, random),
  };
}

/** Provenance and the matcher's confidence. */
function bindingOf(rank, random) {
  if (rank === NOBODY) return [random() < 0.02 ? 'manual' : '\\N', '\\N'];
  return random() < 0.3 ? ['manual', '\\N'] : ['auto', Math.round(700 + 300 * random()) / 1000];
}

const faceOf = (trace, nth, random) => ({
  trace,
  frame: trace.start + nth * trace.step,
  x: trace.x + nth,
  y: trace.y + between(random, -3, 3),
  confidence: Math.round((trace.confidence + 0.05 * random()) * 1e4) / 1e4,
});

function rowOf({ uuid, fps }, { trace, frame, x, y, confidence }, index, uuids) {
  const { id, rank, side, binding } = trace;
  return [
    ...[uuid, `${frame}_${index}`, frame, secondsOf(frame, fps), confidence, id],
    ...[x, y, side, Math.round(1.25 * side), uuids[rank] ?? '\\N', ...binding],
  ];
}
