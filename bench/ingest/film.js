import { randomFrom } from '../random.js';

/** A film of 113 minutes: 1.3 GB as `*.face_traced.json`. */
export const FILM = {
  file_uuid: 'f11ae000000040008000000000000001',
  seed: 1,
  fps: 25,
  width: 1920,
  height: 1080,
  frames: 169_625,
  /** Of a frame, on average; many have none. */
  faces: 0.72,
  /** Values of an embedding; 0: none. */
  dimension: 512,
  /** About so many in all. */
  traces: 2000,
};

/** The share of a trace's frames in which the detector finds the face. */
const FOUND = 0.95;

/**
 * The frames of a film and the faces in each, the same for the same film. In a scene each face is a trace: its
 * box moves smoothly, its embeddings lie close together.
 */
export function* framesOf(film) {
  const random = randomFrom(film.seed);
  const length = Math.max(1, Math.round((film.frames * film.faces) / film.traces));
  let traces = [];
  let next = 0;
  for (let frame = 0; frame < film.frames; frame++) {
    if (frame % length === 0) {
      const people = Math.floor(2 * film.faces * random() + random());
      traces = Array.from({ length: people }, () => traceOf(film, next++, frame, random));
    }
    const found = traces.filter(() => random() < FOUND);
    yield { frame, faces: found.map((trace) => faceOf(film, trace, frame, random)) };
  }
}

function traceOf({ width, height, dimension }, trace_id, start, random) {
  const side = height * (0.08 + 0.3 * random());
  return {
    trace_id,
    start,
    side,
    x: random() * (width - side),
    y: random() * (height - side),
    speed: 4 * random() - 2,
    sway: 30 * random(),
    confidence: 0.6 + 0.35 * random(),
    embedding: Array.from({ length: dimension }, () => normal(random) / Math.sqrt(dimension)),
  };
}

function faceOf({ width, height }, trace, frame, random) {
  const { trace_id, start, side, x, y, speed, sway, confidence, embedding } = trace;
  const passed = frame - start;
  return {
    trace_id,
    x: Math.round(clamp(x + speed * passed, -side / 2, width - side / 2)),
    y: Math.round(clamp(y + sway * Math.sin(passed / 20), -side / 2, height - side / 2)),
    width: Math.round(side),
    height: Math.round(1.25 * side),
    confidence: Math.fround(confidence + 0.05 * random()),
    pose_angle: Math.fround(45 * Math.sin(passed / 30)),
    embedding: Float32Array.from(embedding, (value) => value + 0.02 * (random() - 0.5)),
  };
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** Normally distributed, by Box and Muller. */
const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
