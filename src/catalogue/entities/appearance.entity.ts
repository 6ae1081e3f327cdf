import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { File } from './file.entity.js';
import { Identity } from './identity.entity.js';

/**
 * What an identity's detections in one file come to. Kept by the transaction that changes the bindings
 * (appearance-summary.ts), so that reading it costs what its files cost, not what its faces cost.
 */
@Entity('appearance')
@Index('appearance_by_face_count', ['identity_uuid', 'face_count', 'file_uuid'])
@Index('appearance_by_file', ['file_uuid', 'face_count', 'identity_uuid'])
export class Appearance {
  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  @Column({ type: 'integer' })
  face_count: number;

  /** Chunks during which the identity is on screen. */
  @Column({ type: 'integer', default: 0 })
  chunk_count: number;

  /** The traces with at least one bound detection, ascending. */
  @Column({ type: 'integer', array: true })
  trace_ids: number[];

  /** Mean of the detections' confidence, 0 to 1, to six decimals. */
  @Column({ type: 'double precision' })
  confidence: number;

  @Column({ type: 'double precision' })
  max_confidence: number;

  /** First and last frame with a bound detection, … */
  @Column({ type: 'integer' })
  start_frame: number;

  @Column({ type: 'integer' })
  end_frame: number;

  /** … and their seconds. */
  @Column({ type: 'double precision' })
  start_time: number;

  @Column({ type: 'double precision' })
  end_time: number;

  @ManyToOne(() => Identity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'identity_uuid', foreignKeyConstraintName: 'appearance_identity' })
  identity?: Relation<Identity>;

  @ManyToOne(() => File)
  @JoinColumn({ name: 'file_uuid', foreignKeyConstraintName: 'appearance_file' })
  file?: Relation<File>;
}
