import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { File } from './file.entity.js';
import { Identity } from './identity.entity.js';
import { inList } from './in-list.js';

export const PROVENANCES = ['manual', 'auto'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** One face in one frame of a file, as a detector found it. */
@Entity('face_detection')
@Check('face_detection_provenance_known', inList('provenance', PROVENANCES))
@Check('face_detection_bound_by_somebody', 'identity_uuid IS NULL OR provenance IS NOT NULL')
@Index('face_detection_by_identity', ['identity_uuid', 'file_uuid', 'frame_number', 'face_id'], {
  where: 'identity_uuid IS NOT NULL',
})
@Index('face_detection_by_trace', ['file_uuid', 'trace_id'])
@Index('face_detection_by_frame', ['file_uuid', 'frame_number', 'face_id'])
@Index('face_detection_unbound', ['file_uuid', 'frame_number', 'face_id'], { where: 'identity_uuid IS NULL' })
export class FaceDetection {
  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  /** As it was delivered: `{frame}_{idx}` or `face_{frame}`. Unique within its file. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  face_id: string;

  /** Frames, from 0. */
  @Column({ type: 'integer' })
  frame_number: number;

  /** Seconds from the file's start; stored, never derived from the frame. */
  @Column({ type: 'double precision' })
  time: number;

  /** The detector's confidence, 0 to 1. */
  @Column({ type: 'double precision' })
  confidence: number;

  /** The same face over successive frames; counts from 0 within its file. */
  @Column({ type: 'integer', nullable: true })
  trace_id: number | null;

  /** Bounding box in pixels: its left edge, … */
  @Column({ type: 'double precision' })
  x: number;

  /** … its top edge, … */
  @Column({ type: 'double precision' })
  y: number;

  @Column({ type: 'double precision' })
  width: number;

  @Column({ type: 'double precision' })
  height: number;

  /** Whose face it is; null while it is nobody's. */
  @Column({ type: 'uuid', nullable: true })
  identity_uuid: string | null;

  /**
   * Who says whose face it is: a person (`manual`) or a matcher (`auto`), which never overrides a person. `manual`
   * without an owner: a person has said "nobody's", and no matcher may bind it. Null where it is bound to nobody and
   * may be; to whom it may not be bound then is in the table `rejection`.
   */
  @Column({ type: 'text', nullable: true })
  provenance: Provenance | null;

  /** How sure the matcher was, 0 to 1; null where it didn't say, or where a person bound it. */
  @Column({ type: 'double precision', nullable: true })
  binding_confidence: number | null;

  @ManyToOne(() => File)
  @JoinColumn({ name: 'file_uuid', foreignKeyConstraintName: 'face_detection_file' })
  file?: Relation<File>;

  @ManyToOne(() => Identity)
  @JoinColumn({ name: 'identity_uuid', foreignKeyConstraintName: 'face_detection_identity' })
  identity?: Relation<Identity>;
}
