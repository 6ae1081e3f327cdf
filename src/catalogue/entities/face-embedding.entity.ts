import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { FaceDetection } from './face-detection.entity.js';

/**
 * What recognition compares of a face. In a table of its own: two kilobytes a row that most reads don't need.
 */
@Entity('face_embedding')
@Check('face_embedding_complete', 'octet_length(vector) = 4 * dimension')
export class FaceEmbedding {
  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  face_id: string;

  /** The model that made it: only embeddings of one model can be compared. */
  @Column({ type: 'text' })
  model: string;

  /** Number of its values. */
  @Column({ type: 'integer' })
  dimension: number;

  /** The values as float32, little-endian, one after the other. */
  @Column({ type: 'bytea' })
  vector: Buffer;

  @ManyToOne(() => FaceDetection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'file_uuid', referencedColumnName: 'file_uuid', foreignKeyConstraintName: 'face_embedding_face' },
    { name: 'face_id', referencedColumnName: 'face_id', foreignKeyConstraintName: 'face_embedding_face' },
  ])
  face?: Relation<FaceDetection>;
}
