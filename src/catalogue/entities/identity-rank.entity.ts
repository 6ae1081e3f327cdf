import { Entity, PrimaryColumn } from 'typeorm';

/**
 * An identity's place in the list by number of detections. As an index on `identity` it would cost every bind an entry
 * in each of that table's indexes, as PostgreSQL writes a row whose indexed columns change in all of them anew; with
 * the number here they stay as they are. Triggers on `identity` keep the ranks.
 */
@Entity('identity_rank')
export class IdentityRank {
  /** The identity's. */
  @PrimaryColumn({ type: 'integer' })
  face_count: number;

  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;
}
