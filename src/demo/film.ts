import { Random, round } from './random.js';
import type { DemoChunk, DemoDetection } from './rows.js';
import type { Film } from './script.js';
import { cutScene } from './shots.js';
import { timeLines, toChunk } from './spoken.js';
import { trackFaces, type Sighting, type Track } from './tracks.js';

type TracedSighting = Sighting & Pick<DemoDetection, 'trace_id'>;

/** The rows a film's script comes to; its chunks still lack their ids, which count over all films. */
export interface ShotFilm {
  detections: DemoDetection[];
  chunks: Omit<DemoChunk, 'id'>[];
}

export function shootFilm(film: Film): ShotFilm {
  const random = new Random(Number.parseInt(film.file.file_uuid.slice(0, 8), 16));
  const scenes = film.scenes.map((scene) => ({ scene, spoken: timeLines(scene, random) }));
  const shots = scenes.flatMap(({ scene, spoken }) => cutScene(scene, spoken, random));
  const tracks = shots.flatMap((shot) => trackFaces(shot, film.file.fps, random));
  const chunks = scenes.flatMap(({ spoken }) => spoken).map((spoken, n) => toChunk(film.file, spoken, n));
  return { detections: toDetections(film, tracks), chunks };
}

function toDetections(film: Film, tracks: Track[]): DemoDetection[] {
  return byFrame(numberTraces(tracks)).flatMap((faces) =>
    faces.map((face, n) => ({
      file_uuid: film.file.file_uuid,
      face_id: faceId(film, face.frame_number, n, faces.length),
      time: round(face.frame_number / film.file.fps, 3),
      ...face,
    })),
  );
}

/** The sightings of each frame that has any, in the order of the frames. */
function byFrame(sightings: TracedSighting[]): TracedSighting[][] {
  const frames = new Map<number, TracedSighting[]>();
  for (const sighting of sightings.toSorted((a, b) => a.frame_number - b.frame_number)) {
    const others = frames.get(sighting.frame_number) ?? [];
    frames.set(sighting.frame_number, [...others, sighting]);
  }
  return [...frames.values()];
}

/** Traces count from 0 in the order in which they begin; a face seen only once makes none. */
function numberTraces(tracks: Track[]): TracedSighting[] {
  let traces = 0;
  return tracks.flatMap((track) => {
    const trace_id = track.length > 1 ? traces++ : null;
    return track.map((sighting) => ({ ...sighting, trace_id }));
  });
}

function faceId(film: Film, frame: number, n: number, faces: number): string {
  return film.shortFaceIds && faces === 1 ? `face_${frame}` : `${frame}_${n}`;
}
