import type { Chunk } from '../catalogue/entities/chunk.entity.js';
import type { FaceDetection } from '../catalogue/entities/face-detection.entity.js';
import type { File } from '../catalogue/entities/file.entity.js';
import type { Identity } from '../catalogue/entities/identity.entity.js';
import type { ImageType } from '../media/image-type.js';

type GivenColumns =
  | 'identity_uuid'
  | 'name'
  | 'identity_type'
  | 'source'
  | 'status'
  | 'tmdb_id'
  | 'metadata'
  | 'reference_data';

/** The columns of an identity that are given; the others follow from them when it is loaded. */
export type DemoPerson = Pick<Identity, GivenColumns> & {
  /** RFC 3339, UTC. */
  created_at: string;
  /** The format in which the portrait is to be drawn; null for someone without one. */
  portrait: ImageType | null;
};

export type DemoFile = Pick<File, 'file_uuid' | 'name'> & { fps: number; duration: number };
export type DemoDetection = Omit<FaceDetection, 'file' | 'identity' | 'provenance' | 'binding_confidence'>;
export type DemoChunk = Omit<Chunk, 'file' | 'speaker' | 'text'> & { speaker: string; text: string };

/** All rows of the demo, each list in an order in which it can be inserted. */
export interface DemoCatalogue {
  people: DemoPerson[];
  files: DemoFile[];
  detections: DemoDetection[];
  chunks: DemoChunk[];
}
