import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Change } from './change.entity.js';

/** Whom a change concerns; they may be gone by now. */
@Entity('changed_identity')
export class ChangedIdentity {
  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  @PrimaryColumn({ type: 'bigint' })
  change_id: string;

  @ManyToOne(() => Change, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'change_id', foreignKeyConstraintName: 'changed_identity_change' })
  change?: Relation<Change>;
}
