import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IdentityType, Source, Status } from './identity.entity.js';

/**
 * An identity's place in the list by number of detections. As an index on `identity` it would cost every bind an entry
 * in each of that table's indexes, as PostgreSQL writes a row whose indexed columns change in all of them anew; with
 * the number here they stay as they are. The primary key includes all columns: a filtered list is read from it alone.
 * Triggers on `identity` keep the ranks.
 */
@Entity('identity_rank')
export class IdentityRank {
  /** The identity's. */
  @PrimaryColumn({ type: 'integer' })
  face_count: number;

  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  /** What lists are filtered by: the identity's, as are the next two. */
  @Column({ type: 'text' })
  status: Status;

  @Column({ type: 'text' })
  source: Source;

  @Column({ type: 'text', nullable: true })
  identity_type: IdentityType | null;
}
