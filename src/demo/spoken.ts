import { round, type Random } from './random.js';
import type { DemoChunk, DemoFile } from './rows.js';
import { textContent } from '../catalogue/text-content.js';
import { nameOf, type Line, type Scene } from './script.js';

/** A line of the script with its place in time, in seconds. */
export interface Spoken {
  line: Line;
  start: number;
  end: number;
}

const SECONDS_A_CHARACTER = 0.065;
const SHORTEST_SECONDS = 1.2;

/** Gives every line of a scene its own equal share of it, and seconds within that share. */
export function timeLines(scene: Scene, random: Random): Spoken[] {
  const share = (scene.end - scene.start) / scene.lines.length;
  return scene.lines.map((line, n) => {
    const length = Math.min(share * 0.7, Math.max(SHORTEST_SECONDS, line[1].length * SECONDS_A_CHARACTER));
    const start = scene.start + share * n + random.between(0.1, 0.9) * (share - length);
    const [from, to] = line[2] ?? [start, start + length];
    return { line, start: round(from, 2), end: round(to, 2) };
  });
}

/** The n-th sentence of a file. */
export function toChunk(file: DemoFile, { line, start, end }: Spoken, n: number): Omit<DemoChunk, 'id'> {
  const [speaker, text] = line;
  return {
    file_uuid: file.file_uuid,
    chunk_id: `${file.file_uuid}_${n}`,
    chunk_type: 'sentence',
    start_frame: Math.floor(start * file.fps),
    end_frame: Math.floor(end * file.fps),
    fps: file.fps,
    start_time: start,
    end_time: end,
    text_content: textContent({ start_time: start, end_time: end, speaker: nameOf(speaker), text }),
    speaker: nameOf(speaker),
    text,
  };
}
