import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Identity } from './identity.entity.js';

/**
 * Another uuid of an identity: an upload under an unknown uuid whose name is taken updates the one who
 * bears it, and its uuid leads there from then on.
 */
@Entity('identity_alias')
export class IdentityAlias {
  @PrimaryColumn({ type: 'uuid' })
  alias_uuid: string;

  @Index('identity_alias_by_identity')
  @Column({ type: 'uuid' })
  identity_uuid: string;

  @ManyToOne(() => Identity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'identity_uuid', foreignKeyConstraintName: 'identity_alias_identity' })
  identity?: Relation<Identity>;
}
