import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { File } from './file.entity.js';
import { Identity } from './identity.entity.js';

/**
 * A person has said "not this person" of a detection. The place of the detection is kept, not its face_id: the
 * rejection applies to every detection at that place (src/rejection), also when the detection is deleted and delivered
 * again. Never derived from other tables.
 */
@Entity('rejection')
@Index('rejection_once', ['identity_uuid', 'file_uuid', 'frame_number', 'x', 'y', 'width', 'height'], {
  unique: true,
})
@Index('rejection_by_frame', ['file_uuid', 'frame_number'])
export class Rejection {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** The rejected identity. Null: every identity, where a person has said "nobody's" and no former owner is known. */
  @Column({ type: 'uuid', nullable: true })
  identity_uuid: string | null;

  @Column({ type: 'uuid' })
  file_uuid: string;

  /** Frames, from 0. */
  @Column({ type: 'integer' })
  frame_number: number;

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

  @ManyToOne(() => Identity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'identity_uuid', foreignKeyConstraintName: 'rejection_identity' })
  identity?: Relation<Identity>;

  @ManyToOne(() => File, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'file_uuid', foreignKeyConstraintName: 'rejection_file' })
  file?: Relation<File>;
}
