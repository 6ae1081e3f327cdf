import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { File } from './file.entity.js';

/** What the detections of one trace come to, bound or not. Kept by the transaction that changes them (file-summary.ts). */
@Entity('trace')
export class Trace {
  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  /** Counts from 0 within its file. */
  @PrimaryColumn({ type: 'integer' })
  trace_id: number;

  @Column({ type: 'integer' })
  face_count: number;

  /** Mean of the detections' confidence, 0 to 1, to six decimals. */
  @Column({ type: 'double precision' })
  confidence: number;

  @Column({ type: 'double precision' })
  max_confidence: number;

  /** First and last frame with a detection, … */
  @Column({ type: 'integer' })
  start_frame: number;

  @Column({ type: 'integer' })
  end_frame: number;

  /** … and their seconds. */
  @Column({ type: 'double precision' })
  start_time: number;

  @Column({ type: 'double precision' })
  end_time: number;

  @ManyToOne(() => File)
  @JoinColumn({ name: 'file_uuid', foreignKeyConstraintName: 'trace_file' })
  file?: Relation<File>;
}
