import { CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/**
 * An identity that was deleted and whose folder may still be on disk. Written by the deleting transaction,
 * removed when the folder is gone; so only folders that were ours are ever removed.
 */
@Entity('deleted_identity')
export class DeletedIdentity {
  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  @CreateDateColumn({ type: 'timestamptz' })
  deleted_at: Date;
}
