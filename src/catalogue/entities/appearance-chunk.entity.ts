import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Appearance } from './appearance.entity.js';

/**
 * A chunk during which an identity is on screen: at least one of its detections lies between the chunk's first
 * and last frame. Kept by the transaction that changes bindings or chunks (appearance-summary.ts), in the order
 * in which it is read: what is said meanwhile is read at the cost of the answer.
 */
@Entity('appearance_chunk')
export class AppearanceChunk {
  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  /** The chunk's first frame. */
  @PrimaryColumn({ type: 'integer' })
  start_frame: number;

  /** The chunk's number. */
  @PrimaryColumn({ type: 'integer' })
  id: number;

  @ManyToOne(() => Appearance, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'identity_uuid',
      referencedColumnName: 'identity_uuid',
      foreignKeyConstraintName: 'appearance_chunk_appearance',
    },
    {
      name: 'file_uuid',
      referencedColumnName: 'file_uuid',
      foreignKeyConstraintName: 'appearance_chunk_appearance',
    },
  ])
  appearance?: Relation<Appearance>;
}
