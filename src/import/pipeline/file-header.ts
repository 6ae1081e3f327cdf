import { MAX_INTEGER } from '../../common/max-integer.js';
import { textFault } from '../../common/validation/json-faults.js';

/** What a face file may say of its video; the names are those that were seen, or that others use. */
export interface FileHeader {
  /** Frames per second. */
  fps?: number;
  /** Frames in the whole video. */
  frame_count?: number;
  /** Of the picture, in pixels. */
  width?: number;
  height?: number;
  /** The model of the embeddings. */
  model?: string;
}

/** Frames per second that a video may have. */
export const MIN_FPS = 0.001;
export const MAX_FPS = 1000;

const NAMES: Record<string, keyof FileHeader> = {
  fps: 'fps',
  frame_rate: 'fps',
  frame_count: 'frame_count',
  total_frames: 'frame_count',
  width: 'width',
  frame_width: 'width',
  height: 'height',
  frame_height: 'height',
  model: 'model',
  embedding_model: 'model',
};

/** The names of a face file's outermost object that are understood, beside `frames`. */
export const HEADER_NAMES = Object.keys(NAMES);

const isWithin = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max;
const isCount = (value: unknown): boolean => Number.isInteger(value) && isWithin(value, 1, MAX_INTEGER);

const FITS: Record<keyof FileHeader, (value: unknown) => boolean> = {
  fps: (value) => isWithin(value, MIN_FPS, MAX_FPS),
  frame_count: isCount,
  width: isCount,
  height: isCount,
  model: (value) => typeof value === 'string' && value !== '' && value.length <= 100 && !textFault(value),
};

/** The field that a name and its value stand for; nothing where the value is none. */
export function headerField(name: string, value: unknown): FileHeader {
  const field = NAMES[name];
  return field && FITS[field](value) ? { [field]: value } : {};
}
