import { PEOPLE, type PersonKey } from './people.js';
import type { DemoFile } from './rows.js';

/** Those who are only heard. */
const VOICES = { radio: 'Radio', loudspeaker: 'Loudspeaker', narrator: 'Narrator' } as const;

export type Speaker = PersonKey | keyof typeof VOICES;

/** A sentence; its seconds are given only where they matter. */
export type Line = readonly [speaker: Speaker, text: string, seconds?: readonly [start: number, end: number]];

/** Who may be seen in a scene. */
export interface Cast {
  on: readonly PersonKey[];
  /** Number of faces in the crowd, which are nobody's. */
  extras?: number;
  /** Everybody is in the picture in every shot. */
  wide?: boolean;
}

export interface Scene extends Cast {
  /** Seconds from the file's start. */
  start: number;
  end: number;
  lines: readonly Line[];
}

export interface Film {
  file: DemoFile;
  /** In order and without overlap. */
  scenes: readonly Scene[];
  /** A frame's only face is called `face_{frame}` instead of `{frame}_0`. */
  shortFaceIds?: boolean;
}

/** A scene in the form in which the scripts are written. */
export function scene(start: number, end: number, cast: Cast, lines: readonly Line[] = []): Scene {
  return { start, end, ...cast, lines };
}

export function nameOf(speaker: Speaker): string {
  return speaker in PEOPLE ? PEOPLE[speaker as PersonKey].name : VOICES[speaker as keyof typeof VOICES];
}
