import { PEOPLE } from './people.js';
import { round, type Random } from './random.js';
import type { DemoDetection } from './rows.js';
import type { SeenFace, Shot } from './shots.js';

type Box = Pick<DemoDetection, 'x' | 'y' | 'width' | 'height'>;

/** What a detector says about one face in one frame, before it has an id. */
export type Sighting = Box & Pick<DemoDetection, 'frame_number' | 'confidence' | 'identity_uuid'>;

/** The sightings of one face in a shot, by frame. */
export type Track = Sighting[];

export const PICTURE = { width: 1920, height: 1080 };
/** The detector looks at frames 1, 13, 25, … and misses a face now and then. */
const FIRST_FRAME = 1;
const FRAME_STEP = 12;
const SHARE_MISSED = 0.06;
const FACE_SHAPE = 1.25;
const WIDEST_FACE = 560;

/** The tracks of a shot's faces; each keeps to its own column of the picture, so that none overlap. */
export function trackFaces(shot: Shot, fps: number, random: Random): Track[] {
  const frames = framesOf(shot, fps);
  const columns = random.shuffled(shot.faces.map((_, column) => column));
  return shot.faces.map((face, n) => {
    const boxAt = moveIn(columns[n] ?? 0, shot.faces.length, random);
    const seen = detected(face, frames, random);
    return sightings(face, seen, (frame) => boxAt(frame / fps - shot.start, shot.end - shot.start), random);
  });
}

function detected(face: SeenFace, frames: number[], random: Random): number[] {
  if (face.glimpsed) return frames.slice(0, 1);
  return frames.filter((_, n) => n === 0 || !random.chance(SHARE_MISSED));
}

function framesOf(shot: Shot, fps: number): number[] {
  const first = nextLookedAt(shot.start * fps);
  const count = (nextLookedAt(shot.end * fps) - first) / FRAME_STEP;
  return Array.from({ length: count }, (_, n) => first + n * FRAME_STEP);
}

/** The first frame at or after this one that the detector looks at. */
function nextLookedAt(frame: number): number {
  return FIRST_FRAME + Math.max(0, Math.ceil((frame - FIRST_FRAME) / FRAME_STEP)) * FRAME_STEP;
}

/** A smooth way through one of the picture's columns, slowly coming nearer or going away. */
function moveIn(column: number, columns: number, random: Random): (seconds: number, length: number) => Box {
  const room = PICTURE.width / columns;
  const size = Math.min(WIDEST_FACE, room * random.between(0.36, 0.56));
  const zoom = random.between(0.92, 1.08);
  const [left, top] = [random.between(0.25, 0.75), random.between(0.15, 0.5)];
  const [aside, down] = [random.between(-0.2, 0.2), random.between(-0.1, 0.1)];
  return (seconds, length) => {
    const progress = (1 - Math.cos((Math.PI * seconds) / length)) / 2;
    const width = Math.floor(size * (1 + (zoom - 1) * progress));
    const height = Math.floor(width * FACE_SHAPE);
    const x = Math.floor(room * column + (room - width) * (left + aside * progress));
    const y = Math.floor((PICTURE.height - height) * (top + down * progress));
    return { x, y, width, height };
  };
}

function sightings(face: SeenFace, frames: number[], boxAt: (frame: number) => Box, random: Random): Track {
  const certainty = face.person ? random.between(0.84, 0.98) : random.between(0.63, 0.86);
  const identity_uuid = face.person && PEOPLE[face.person].identity_uuid;
  return frames.map((frame_number) => ({
    frame_number,
    confidence: round(certainty + random.between(-0.025, 0.014), 4),
    identity_uuid,
    ...boxAt(frame_number),
  }));
}
