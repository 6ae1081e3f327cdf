/** A face as the pipeline writes it. */
export type PipelineFace = Record<string, unknown>;

export interface FaceFileContent {
  [field: string]: unknown;
  frames: unknown;
}

/** A box in the middle of the picture, away from others by its x. */
export const pipelineFace = (given: PipelineFace = {}): PipelineFace => ({
  x: 100,
  y: 100,
  width: 50,
  height: 60,
  confidence: 0.9,
  ...given,
});

/** A face file: the faces of each frame. */
export const faceFile = (frames: Record<number, unknown[]>, head: object = { fps: 25 }): FaceFileContent => ({
  ...head,
  frames: Object.fromEntries(Object.entries(frames).map(([frame, faces]) => [frame, { faces }])),
});

/** A face file with one face in each of so many frames, in one trace. */
export const manyFrames = (count: number, given: PipelineFace = {}): FaceFileContent =>
  faceFile(Object.fromEntries(Array.from({ length: count }, (_, frame) => [frame, [pipelineFace(given)]])));

/** 512 numbers, as the pipeline's embeddings have. */
export const embedding = (seed = 1): number[] =>
  Array.from({ length: 512 }, (_, index) => Math.fround(Math.sin(seed + index)));

export const segments = (...given: unknown[]): object => ({ segments: given });
