import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A model whose embeddings are kept; the first one that comes decides how many values they all have. */
@Entity('embedding_model')
export class EmbeddingModel {
  /** `pipeline` (512 values) is the one of the video pipeline, whose files don't name it. */
  @PrimaryColumn({ type: 'text' })
  model: string;

  @Column({ type: 'integer' })
  dimension: number;
}
