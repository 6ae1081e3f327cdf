import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A video of the archive. Its counts are kept by the transactions that change what they count (file-summary.ts). */
@Entity('file')
@Check('file_fps_positive', 'fps > 0')
@Index('file_by_name', ['sort_key', 'file_uuid'])
export class File {
  /** The head of a SHA-256: its version bits mean nothing. */
  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  @Column({ type: 'text' })
  name: string;

  /** What lists are ordered by: the head of the folded name (see name-key.ts). */
  @Column({ type: 'text', collation: 'C' })
  sort_key: string;

  /** Frames per second. */
  @Column({ type: 'double precision', nullable: true })
  fps: number | null;

  /** Seconds. */
  @Column({ type: 'double precision', nullable: true })
  duration: number | null;

  /** Frames in the whole video. */
  @Column({ type: 'integer', nullable: true })
  frame_count: number | null;

  /** Of the picture, in pixels. */
  @Column({ type: 'integer', nullable: true })
  width: number | null;

  @Column({ type: 'integer', nullable: true })
  height: number | null;

  /** Detections, bound or not. */
  @Column({ type: 'integer', default: 0 })
  face_count: number;

  @Column({ type: 'integer', default: 0 })
  trace_count: number;

  @Column({ type: 'integer', default: 0 })
  chunk_count: number;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at: Date;

  /** Last change of the file's own fields; null until the first one. */
  @Column({ type: 'timestamptz', nullable: true })
  updated_at: Date | null;
}
